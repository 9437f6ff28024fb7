-- Another watch may go on.
select pg_advisory_unlock(hashtext('cppcc'), hashtext('watch'))
