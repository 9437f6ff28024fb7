-- A run that was given up is to be taken up again; its number, if it was.
update runs
set status = 'unfinished', finished_at = null, tries = 0
where id = %(run_id)s and status = 'given up'
returning id
