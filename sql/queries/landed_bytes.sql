-- How many bytes the landing has grown by since a moment.
select coalesce(sum(warc_length), 0)
from fetches
where fetched_at between %(since)s and %(now)s
