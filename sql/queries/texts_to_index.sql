-- Articles' texts as searches see them, and what else search_texts holds; nobody deletes these articles meanwhile.
select
    id,
    search_year(published_at),
    site,
    -- the client has no dates beyond these; somebody's hand may have
    case when published_at between '1000-01-01' and '9999-01-01' then published_at end,
    coalesce(simplified, title || e'\n' || body),
    site_gram(site)
from articles
where id = any (%(ids)s)
for key share
