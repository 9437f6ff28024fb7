-- Only one process at a time sorts texts into stories; the lock goes with the transaction.
-- So does the memory, in which the numbers of ten thousand texts are sorted without a file.
select pg_advisory_xact_lock(hashtext('cppcc'), hashtext('stories')), set_config('work_mem', '64MB', true)
