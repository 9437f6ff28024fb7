-- The last daily run that has ended, with how it ended.
select id, started_at, status, error
from runs
where kind = 'daily' and status <> 'running'
order by id desc
limit 1
