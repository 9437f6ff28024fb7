-- Runs whose landed pages could not be loaded in three tries.
select id
from runs
where status = 'given up'
order by id
