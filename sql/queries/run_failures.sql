-- Why requests of a run came to nothing, by site.
select site, reason, count(*), min(url)
from failures
where run_id = %(run_id)s
group by site, reason
order by site, count(*) desc, reason
