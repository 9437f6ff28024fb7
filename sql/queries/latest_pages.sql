-- The latest pages of each site, in no order: by their day of publication, or where they have none, by when they came.
-- What a backfill brings was made long ago, and shows nothing of how the site's pages are now.
select pages.site, fetches.run_id, pages.fetch_id, pages.article_id, pages.url, fetches.fetched_at as read_at, pages.day,
    pages.present, pages.damage, pages.reason, fetches.warc_file as file, fetches.warc_offset as "offset"
from unnest(%(sites)s::text[]) as asked (site)
cross join lateral (
    select latest.site, latest.id as article_id, latest.url, latest.fetch_id, latest.published_on as day,
        array_remove(
            array[
                'body',
                case when not 'title taken from text' = any (latest.flags) then 'title' end,
                case when latest.published_from in ('meta', 'page') then 'date' end,
                case when latest.source is not null then 'source' end,
                case when latest.author is not null then 'author' end,
                case when latest.editor is not null then 'editor' end,
                case when latest.column_name is not null then 'column' end
            ],
            null
        ) as present,
        array(
            select step ->> 'name' from jsonb_array_elements(latest.repairs) as step
            union all
            select 'lost characters' where latest.losses > 0
            union all
            select latest.unfit where latest.unfit is not null
        ) as damage,
        null as reason
    from (
        (
            select articles.*
            from articles
            join runs on runs.id = articles.first_run
            where articles.site = asked.site and articles.published_at <= %(now)s and articles.first_seen <= %(now)s
                and articles.published_at > articles.first_seen - interval '180 days'
                and runs.kind = 'daily'
            order by articles.published_at desc nulls last, articles.id desc
            limit %(pages)s
        )
        union all
        (
            select articles.*
            from articles
            join runs on runs.id = articles.first_run
            where articles.site = asked.site and articles.published_at is null
                and articles.first_seen between %(since)s and %(now)s
                and runs.kind = 'daily'
            order by articles.first_seen desc
            limit %(pages)s
        )
    ) as latest
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
