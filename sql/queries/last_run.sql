-- The newest run.
select id
from runs
order by id desc
limit 1
