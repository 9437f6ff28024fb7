-- Articles and rejected pages of these sites, file by file in the order in which their responses lie there.
-- Days are those of publication, of a rejected page the day on which it was last fetched. Pages that were not there hold
-- nothing to be read.
select fetches.warc_file, pages.site, pages.is_article, pages.id
from (
    select site, true as is_article, id, fetch_id
    from articles
    where site = any (%(sites)s)
        and (%(since)s::date is null or published_on >= %(since)s)
        and (%(until)s::date is null or published_on <= %(until)s)
    union all
    select site, false, id, fetch_id
    from rejected
    where site = any (%(sites)s)
        and (%(since)s::date is null or last_seen >= %(since)s::date)
        and (%(until)s::date is null or last_seen < %(until)s::date + 1)
) as pages
join fetches on fetches.id = pages.fetch_id and fetches.status = 200
order by fetches.warc_file, fetches.warc_offset
