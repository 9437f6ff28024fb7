-- A run as a whole.
select id, kind, started_at, finished_at, status, error, asked, rules_version
from runs
where id = %(run_id)s
