-- Only one process at a time changes the schema; the lock goes with the transaction.
select pg_advisory_xact_lock(hashtext('cppcc'), hashtext('schema'))
