-- Only one batch at a time is written; the lock goes with the transaction. Readers wait for nobody.
select pg_advisory_xact_lock(hashtext('cppcc'), hashtext('load'))
