-- Make the partitions that these articles need and that are not there.
select add_search_period(period)
from (select distinct search_period(published_at) as period from articles where id = any (%(ids)s)) as needed
where period not in (select period from search_periods)
