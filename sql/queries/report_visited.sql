-- The sites that runs have asked since a moment, up to one run, the highest committees first, then by region.
select sites.key, sites.name, sites.level
from sites
where exists (
    select
    from site_runs
    where site_runs.site = sites.key
        and site_runs.run_id between (select min(id) from runs where started_at >= %(since)s) and %(run_id)s
)
order by
    array_position(array['national', 'provincial', 'sub-provincial', 'prefecture', 'county'], sites.level),
    sites.adcode,
    sites.key
