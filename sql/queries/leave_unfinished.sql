-- A run that was stopped by a fault: what it landed is still to be loaded.
update runs
set status = 'unfinished', error = %(error)s
where id = %(run_id)s
