-- The newest articles, of one site or of all.
select id, site, published_at, published_precision, title, codec, codec_votes, repairs, losses
from articles
where %(site)s::text is null or site = %(site)s
order by published_at desc nulls last, id
limit %(limit)s
