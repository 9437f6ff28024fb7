-- Articles that were seen later than they say, or earlier: only when they were first and last seen is new.
update articles
set first_seen = least(articles.first_seen, staged.seen),
    last_seen = greatest(articles.last_seen, staged.seen),
    last_run = case when articles.last_seen < staged.seen then %(run_id)s else articles.last_run end,
    fetch_id = case when articles.last_seen < staged.seen then fetches.id else articles.fetch_id end,
    gone_at = case when articles.last_seen < staged.seen then null else articles.gone_at end
from staged_articles as staged
join fetches using (warc_file, warc_offset)
where articles.url = staged.url and (articles.last_seen < staged.seen or articles.first_seen > staged.seen)
