-- The days on which each site published, and its newest article.
-- So is a day on which a page came that has no date or gave no article: a site is not silent because it cannot be read.
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
        union
        select site, (first_seen at time zone 'Asia/Shanghai')::date
        from rejected
        where site = any (%(sites)s)
            and first_seen >= %(since)s
            and first_seen <= %(now)s
            and reason not in ('not found', 'gone')
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
