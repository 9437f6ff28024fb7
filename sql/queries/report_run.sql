-- A run as a whole.
select id, kind, started_at, finished_at, error, asked, rules_version,
    case when status = 'running' and not is_run_going_on(id) then 'unfinished' else status end as status
from runs
where id = %(run_id)s
