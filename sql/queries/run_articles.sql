-- The articles a run was the first to bring, newest first.
select id, site, published_at, published_precision, title, codec, codec_votes, repairs, losses
from articles
where first_run = %(run_id)s
order by published_at desc nulls last, id
