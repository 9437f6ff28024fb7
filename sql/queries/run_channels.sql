-- What a run read of each list.
select site, channel, pages, listed, new, known, linked, oldest_on, stopped_because, failure
from channel_runs
where run_id = %(run_id)s
order by site, channel
