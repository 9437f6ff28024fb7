-- One more try to load what a stopped run had landed, counted before it begins: a try that is killed counts, too.
-- What stopped a run that could not say so itself was a kill.
update runs
set status = 'unfinished', tries = tries + 1, error = coalesce(error, %(killed)s)
where id = %(run_id)s
returning tries, error
