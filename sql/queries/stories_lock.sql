-- Only one process at a time sorts texts into stories; the lock goes with the transaction.
select pg_advisory_xact_lock(hashtext('cppcc'), hashtext('stories'))
