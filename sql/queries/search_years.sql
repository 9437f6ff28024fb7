-- The years that have a search index.
select year
from search_years
order by year
