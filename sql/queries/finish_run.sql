-- How a run ended.
update runs
set status = %(status)s, finished_at = %(now)s, error = %(error)s
where id = %(run_id)s
