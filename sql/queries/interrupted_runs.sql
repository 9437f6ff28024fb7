-- Runs that never said how they ended, oldest first.
select id, receipt, asked
from runs
where status = 'running'
order by id
