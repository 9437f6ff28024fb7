-- Sites whose last run was cut short or missed something that may still be had: their lists are read to the end.
with last as (
    select distinct on (site) site, run_id
    from site_runs
    order by site, run_id desc
)
select last.site
from last
join runs on runs.id = last.run_id
where runs.status <> 'done'
    or exists (
        select
        from failures
        where failures.run_id = last.run_id
            and failures.site = last.site
            and failures.reason !~ '^(Forbidden by robots|foreign host)'
    )
