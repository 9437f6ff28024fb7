-- Runs whose landed pages are not in the store, the oldest first: stopped by a fault or a kill, or given up.
select id, kind, started_at, error, tries,
    case when status = 'given up' then status else 'unfinished' end as status
from runs
where status in ('unfinished', 'given up') or (status = 'running' and not is_run_going_on(id))
order by id
