-- Note how many articles the lists of news of some years got.
update search_years
set listed = listed + news.count
from unnest(%(years)s::integer[], %(counts)s::integer[]) as news (year, count)
where search_years.year = news.year
