-- Articles that came into the store today and in the last seven days, by level.
with today as (
    select date_trunc('day', %(now)s::timestamptz, 'Asia/Shanghai') as began
)
select sites.level, count(*) filter (where sites.enabled) as sites, coalesce(sum(fresh.today), 0)::bigint as today,
    coalesce(sum(fresh.week), 0)::bigint as week
from sites
cross join today
cross join lateral (
    select count(*) filter (where first_seen >= today.began) as today, count(*) as week
    from articles
    where articles.site = sites.key and articles.first_seen >= today.began - interval '6 days'
) as fresh
where sites.enabled or fresh.week > 0
group by sites.level
order by array_position(array['national', 'provincial', 'sub-provincial', 'prefecture', 'county'], sites.level)
