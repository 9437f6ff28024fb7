-- The pages of each site that were read last, in the order of their runs and days, the newest first: what each gave.
-- What a backfill brings was made long ago, and shows nothing of how the site's pages are now.
select pages.site, pages.article_id, pages.url, fetches.fetched_at as read_at, pages.day, pages.present,
    pages.damage, pages.reason, fetches.warc_file as file, fetches.warc_offset as "offset"
from unnest(%(sites)s::text[]) as asked (site)
cross join lateral (
    (
        select articles.site, articles.id as article_id, articles.url, articles.fetch_id, articles.published_on as day,
            array_remove(
                array[
                    'body',
                    case when not 'title taken from text' = any (articles.flags) then 'title' end,
                    case when articles.published_from in ('meta', 'page') then 'date' end,
                    case when articles.source is not null then 'source' end,
                    case when articles.author is not null then 'author' end,
                    case when articles.editor is not null then 'editor' end,
                    case when articles.column_name is not null then 'column' end
                ],
                null
            ) as present,
            array(
                select step ->> 'name' from jsonb_array_elements(articles.repairs) as step
                union all
                select 'lost characters' where articles.losses > 0
                union all
                select articles.unfit where articles.unfit is not null
            ) as damage,
            null as reason
        from articles
        join runs on runs.id = articles.first_run
        where articles.site = asked.site and articles.first_seen <= %(now)s and runs.kind = 'daily'
            and coalesce(articles.published_at > articles.first_seen - interval '180 days', true)
        order by articles.first_seen desc, articles.id desc
        limit %(pages)s
    )
    union all
    (
        select rejected.site, null, rejected.url, rejected.fetch_id, null, '{}', '{}', rejected.reason
        from rejected
        join fetches as answered on answered.id = rejected.fetch_id
        join runs on runs.id = answered.run_id
        where rejected.site = asked.site and rejected.first_seen <= %(now)s and runs.kind = 'daily'
            and rejected.reason not in ('not found', 'gone')
        order by rejected.last_seen desc, rejected.id desc
        limit %(pages)s
    )
) as pages
join fetches on fetches.id = pages.fetch_id
order by pages.site, fetches.run_id desc, coalesce(pages.day, (fetches.fetched_at at time zone 'Asia/Shanghai')::date) desc,
    pages.fetch_id desc
