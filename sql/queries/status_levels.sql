-- Articles that came into the store today and in the last seven days, by level.
select sites.level, count(*) filter (where sites.enabled) as sites, coalesce(sum(fresh.today), 0)::bigint as today,
    coalesce(sum(fresh.week), 0)::bigint as week
from sites
cross join lateral (
    select count(*) filter (where first_seen >= current_date) as today, count(*) as week
    from articles
    where articles.site = sites.key and articles.first_seen >= current_date - 6
) as fresh
where sites.enabled or fresh.week > 0
group by sites.level
order by array_position(array['national', 'provincial', 'sub-provincial', 'prefecture', 'county'], sites.level)
