-- Runs that never said how they ended, oldest first.
select id, kind, receipt
from runs
where status = 'running'
order by id
