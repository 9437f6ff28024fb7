-- Articles whose pages have been taken down since they were read.
update articles
set gone_at = staged.fetched_at, last_run = %(run_id)s
from staged_fetches as staged
where articles.url = coalesce(staged.asked, staged.url)
    and staged.kind = 'article'
    and staged.status in (404, 410)
    and articles.gone_at is null
    and articles.last_seen < staged.fetched_at
