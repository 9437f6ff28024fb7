-- The latest daily runs over every site that are over, the newest first, and the one that goes on.
select id, started_at, finished_at, error,
    case when status = 'running' and not is_run_going_on(id) then 'unfinished' else status end as status
from runs
where kind = 'daily' and (asked = '{}' or 'all' = any (asked)) and started_at <= %(now)s
order by started_at desc
limit 30
