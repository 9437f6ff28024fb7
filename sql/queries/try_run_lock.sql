-- The lock that a run holds for as long as somebody works on it; false if somebody does.
select pg_try_advisory_lock(hashtext('cppcc run'), %(run_id)s::integer)
