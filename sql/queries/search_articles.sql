-- Articles that hold the words of a query.
select found.id, found.site, found.published_at, published_precision, found.title, snippet
from search_articles(
    %(query)s,
    site => %(site)s,
    since => %(since)s,
    until => %(until)s,
    order_by => %(order_by)s,
    max_rows => %(limit)s
) with ordinality as found (id, site, published_at, title, snippet, rank, place)
join articles on articles.id = found.id
order by place
