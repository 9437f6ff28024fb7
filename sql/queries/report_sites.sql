-- What a run found, by site, the highest committees first, then by region.
select
    sites.key,
    sites.name,
    sites.level,
    site_runs.listed,
    site_runs.new,
    site_runs.changed,
    site_runs.unchanged,
    site_runs.rejected,
    site_runs.failed,
    site_runs.stopped_because
from site_runs
join sites on sites.key = site_runs.site
where site_runs.run_id = %(run_id)s
order by
    array_position(array['national', 'provincial', 'sub-provincial', 'prefecture', 'county'], sites.level),
    sites.adcode,
    sites.key
