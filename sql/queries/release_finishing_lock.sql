-- Give back finishing_lock.
select pg_advisory_unlock(hashtext('cppcc'), hashtext('finishing'))
