-- Only one process at a time makes articles searchable; the lock goes with the transaction.
-- So does the memory, in which a list of news that is full is moved at one go and not in twenty.
select pg_advisory_xact_lock(hashtext('cppcc'), hashtext('search')), set_config('work_mem', '64MB', true)
