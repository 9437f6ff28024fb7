-- A further page of an article, by its addresses: of the run that brought the first, or else the nearest in time.
select
    site, '' as channel, url as fetched_url, asked, kind, status, fetched_at, warc_file, warc_offset, warc_length, etag,
    last_modified, listed_on
from fetches
where (url = any (%(urls)s) or asked = any (%(urls)s)) and site = %(site)s and kind = 'part' and status = 200
order by run_id <> %(run_id)s, abs(extract(epoch from fetched_at - %(fetched_at)s))
limit 1
