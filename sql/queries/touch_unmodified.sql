-- Articles whose sites said that their pages are as they were.
update articles
set last_seen = staged.fetched_at, last_run = %(run_id)s, gone_at = null
from staged_fetches as staged
where articles.url = staged.url
    and staged.kind = 'article'
    and staged.status = 304
    and articles.last_seen < staged.fetched_at
