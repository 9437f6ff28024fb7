-- The locks of these sites, in the order given, as far as nobody else has them; those of wait_for are waited for.
-- They go when the session ends, however that happens. Everybody takes them in one order, so nobody waits in a circle.
select key
from unnest(%(sites)s::text[]) as key
where case
    when key = any (%(wait_for)s::text[]) then pg_advisory_lock(hashtext('cppcc site'), hashtext(key))::text = ''
    else pg_try_advisory_lock(hashtext('cppcc site'), hashtext(key))
end
