-- Give back what try_run_lock took.
select pg_advisory_unlock(hashtext('cppcc'), hashtext('run'))
