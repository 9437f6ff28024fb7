-- The lists that a run could not read, or not to their end, by site.
select site, channel, reason, url
from failures
where run_id = %(run_id)s and kind = 'list'
order by site, channel, url
