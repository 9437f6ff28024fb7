-- How each site answered a run: answers, refusals, and the seconds from the first answer to the last.
select site, count(*) as answers, count(*) filter (where status >= 400) as refusals,
    extract(epoch from max(fetched_at) - min(fetched_at))::float8 as seconds
from fetches
where run_id = %(run_id)s
group by site
