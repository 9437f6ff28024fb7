-- As try_run_lock, in the queue behind whoever holds it.
select pg_advisory_lock(hashtext('cppcc'), hashtext('run'))
