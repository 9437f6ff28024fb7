-- Articles that hold the words of a query.
select id, site, published_at, title, snippet
from search_articles(
    %(query)s,
    site => %(site)s,
    since => %(since)s,
    until => %(until)s,
    order_by => %(order_by)s,
    max_rows => %(limit)s
)
