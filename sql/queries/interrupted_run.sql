-- A run whose lock is free, unless it said just now how it ended.
select id, kind, receipt
from runs
where id = %(run_id)s and status in ('running', 'unfinished')
