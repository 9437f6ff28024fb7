-- Articles' texts as searches see them, and what else search_texts holds; nobody deletes these articles meanwhile.
select
    id,
    search_year(published_at),
    site,
    published_at,
    coalesce(simplified, title || e'\n' || body),
    site_gram(site)
from articles
where id = any (%(ids)s)
for key share
