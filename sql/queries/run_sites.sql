-- What a run found, by site.
select site, listed, new, changed, unchanged, rejected, failed, stopped_because
from site_runs
where run_id = %(run_id)s
order by site
