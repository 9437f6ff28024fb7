-- How many requests each of these sites answered since midnight.
select site, count(*)
from fetches
where fetched_at >= current_date and site = any (%(sites)s)
group by site
