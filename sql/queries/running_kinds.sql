-- What kind of run is going on, if a run holds the lock.
select kind
from runs
where status = 'running'
order by id desc
limit 1
