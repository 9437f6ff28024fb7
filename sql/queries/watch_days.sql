-- The days on which each site published, or on which an article without a date came, and the newest of its articles.
select days.site, days.days, newest.id as newest_id, newest.title as newest_title
from (
    select site, array_agg(day order by day) as days
    from (
        select site, published_on as day
        from articles
        where site = any (%(sites)s) and published_on between %(since)s and %(today)s
        union
        select site, (first_seen at time zone 'Asia/Shanghai')::date
        from articles
        where site = any (%(sites)s) and published_on is null and first_seen >= %(since)s and first_seen <= %(now)s
    ) as all_days (site, day)
    group by site
) as days
left join lateral (
    select articles.id, articles.title
    from articles
    where articles.site = days.site and articles.published_at <= %(now)s
    order by articles.published_at desc nulls last, articles.id desc
    limit 1
) as newest on true
