-- Make the partitions that these articles need and that are not there.
select add_search_year(year)
from (select distinct search_year(published_at) as year from articles where id = any (%(ids)s)) as needed
where year not in (select year from search_years)
