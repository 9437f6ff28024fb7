-- Runs that have not said how they ended, oldest first: those that go on, and those that were killed.
select id
from runs
where status = 'running'
order by id
