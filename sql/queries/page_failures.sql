-- When a page was asked for in vain, the last times first.
select runs.started_at, failures.run_id, failures.reason
from failures
join runs on runs.id = failures.run_id
where failures.url = any (%(urls)s)
order by failures.run_id desc
limit 5
