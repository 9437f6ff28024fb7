-- Take back give_way.
select pg_advisory_unlock_shared(hashtext('cppcc'), hashtext('gives way'))
