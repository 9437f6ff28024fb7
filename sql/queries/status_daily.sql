-- The last daily run that has ended or was stopped, with how.
select id, started_at, error,
    case when status = 'running' then 'unfinished' else status end as status
from runs
where kind = 'daily' and not (status = 'running' and is_run_going_on(id))
order by id desc
limit 1
