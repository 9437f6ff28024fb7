-- The mark of a session that holds sites for a short time only: whoever wants them may wait.
select pg_advisory_lock_shared(hashtext('cppcc'), hashtext('gives way'))
