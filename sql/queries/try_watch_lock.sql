-- The lock of the one watch that may go on in this database; it goes when the session ends, however that happens.
select pg_try_advisory_lock(hashtext('cppcc'), hashtext('watch'))
