-- The last daily run that has ended or was stopped, with how: one over all sites, and another only where there is none.
select id, started_at, error,
    case when status = 'running' then 'unfinished' else status end as status
from runs
where kind = 'daily' and not (status = 'running' and is_run_going_on(id))
order by (asked = '{}' or 'all' = any (asked)) desc, id desc
limit 1
