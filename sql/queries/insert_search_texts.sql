-- Make articles searchable.
insert into search_texts (article_id, year, site, published_at, folded)
select id, search_year(published_at), site, published_at, zh_fold(coalesce(simplified, title || e'\n' || body))
from articles
where id = any (%(ids)s)
