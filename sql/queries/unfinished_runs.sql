-- Runs that have not said how they ended, oldest first: those that go on, and those that were stopped.
select id
from runs
where status in ('running', 'unfinished')
order by id
