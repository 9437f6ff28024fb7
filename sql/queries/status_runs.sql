-- The last runs, newest first, with what each came to.
select latest.id, latest.kind, latest.started_at, latest.finished_at,
    case when latest.status = 'running' and not is_run_going_on(latest.id) then 'unfinished' else latest.status end as status,
    latest.error, counted.sites, counted.new,
    counted.changed, counted.rejected, counted.failed
from (
    select *
    from runs
    order by id desc
    limit %(limit)s
) as latest
cross join lateral (
    select count(*) as sites, coalesce(sum(new), 0) as new, coalesce(sum(changed), 0) as changed,
        coalesce(sum(rejected), 0) as rejected, coalesce(sum(failed), 0) as failed
    from site_runs
    where site_runs.run_id = latest.id
) as counted
order by latest.id desc
