-- Rejected pages, each with its response.
select
    rejected.id, rejected.site, rejected.channel, rejected.url, reason, detail, last_seen, fetches.run_id,
    fetches.url as fetched_url, fetches.asked, fetches.kind, fetches.status, fetches.fetched_at, fetches.warc_file,
    fetches.warc_offset, fetches.warc_length, fetches.etag, fetches.last_modified, fetches.listed_on
from rejected
join fetches on fetches.id = rejected.fetch_id
where rejected.id = any (%(ids)s)
order by fetches.warc_offset
