-- A file that was fetched.
insert into attachments (url, site, content_type, size, sha256, fetch_id, fetched_at)
select %(url)s, fetches.site, %(content_type)s, %(size)s, %(sha256)s, fetches.id, fetches.fetched_at
from fetches
where fetches.warc_file = %(file)s and fetches.warc_offset = %(offset)s
on conflict (url) do nothing
