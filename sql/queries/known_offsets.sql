-- Which of these places in a WARC file were read by an earlier run.
select warc_offset
from fetches
where warc_file = %(file)s and warc_offset = any (%(offsets)s)
