-- How many articles these sites published on each day of a span.
select sites.key as site, counted.day, counted.articles
from sites
cross join lateral (
    select published_on as day, count(*) as articles
    from articles
    where articles.site = sites.key and published_on between %(since)s and %(until)s
    group by published_on
) as counted
where sites.key = any (%(sites)s)
