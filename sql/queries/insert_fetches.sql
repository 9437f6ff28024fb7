-- Responses that were not recorded before; a record's place in its file says which it is.
insert into fetches (
    run_id, site, url, asked, kind, status, fetched_at, warc_file, warc_offset, warc_length, etag, last_modified,
    listed_on
)
select
    %(run_id)s, site, url, asked, kind, status, fetched_at, warc_file, warc_offset, warc_length, etag, last_modified,
    listed_on
from staged_fetches
order by warc_file, warc_offset
on conflict (warc_file, warc_offset) do nothing
