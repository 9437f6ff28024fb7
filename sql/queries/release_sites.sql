-- Give back what take_sites took.
select pg_advisory_unlock(hashtext('cppcc site'), hashtext(key))
from unnest(%(sites)s::text[]) as key
