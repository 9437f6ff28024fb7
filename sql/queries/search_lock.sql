-- Only one process at a time makes articles searchable; the lock goes with the transaction.
select pg_advisory_xact_lock(hashtext('cppcc'), hashtext('search'))
