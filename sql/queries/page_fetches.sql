-- Every response of a page, the first first.
select id, run_id, site, url, asked, kind, status, fetched_at, warc_file, warc_offset, warc_length,
    listed_on
from fetches
where url = any (%(urls)s) or asked = any (%(urls)s)
order by fetched_at, id
