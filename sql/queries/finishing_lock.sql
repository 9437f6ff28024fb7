-- Only one process at a time finishes what killed runs left; others wait until it is done.
select pg_advisory_lock(hashtext('cppcc'), hashtext('finishing'))
