-- Build the search index of a year.
select index_search_year(part)
from search_years
where year = %(year)s
