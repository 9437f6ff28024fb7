-- Articles that a later fetch found as they were: only when they were last seen is new.
update articles
set last_seen = staged.seen, last_run = %(run_id)s, fetch_id = fetches.id, gone_at = null
from staged_articles as staged
join fetches using (warc_file, warc_offset)
where articles.url = staged.url and articles.last_seen < staged.seen
