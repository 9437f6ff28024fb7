-- Give back what begin_run or try_run_lock took.
select pg_advisory_unlock(hashtext('cppcc run'), %(run_id)s::integer)
