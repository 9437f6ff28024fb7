-- Recent articles of these sites whose pages may have changed since they were last seen.
-- They are asked for again after one day, then after twice the time each time, for a month. What a backfill brought was
-- old when it came, and is left alone.
with due as (
    select articles.site, articles.channel, articles.url, fetches.etag, fetches.last_modified, articles.first_seen,
        row_number() over (partition by articles.site order by articles.first_seen desc) as place
    from articles
    join fetches on fetches.id = articles.fetch_id
    where articles.site = any (%(sites)s)
        and articles.first_seen > %(now)s::timestamptz - interval '30 days'
        and articles.gone_at is null
        and (articles.published_at is null or articles.published_at > articles.first_seen - interval '7 days')
        and %(now)s::timestamptz - articles.last_seen
            > greatest(interval '20 hours', articles.last_seen - articles.first_seen)
)
select site, channel, url, etag, last_modified
from due
where place <= 100
order by site, first_seen desc, url
