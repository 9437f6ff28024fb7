-- The article of a page, by its addresses or its number, with the response it was read from.
select articles.*, fetches.warc_file, fetches.warc_offset, runs.receipt
from articles
join fetches on fetches.id = articles.fetch_id
join runs on runs.id = fetches.run_id
where articles.url = any (%(urls)s) or articles.id = %(number)s
