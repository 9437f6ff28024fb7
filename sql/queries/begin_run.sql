-- A new run; its number. Whoever sees the row finds its lock taken, by this session: it goes when the session ends.
with begun as (
    insert into runs (kind, asked, rules_version, started_at)
    values (%(kind)s, %(asked)s, %(rules_version)s, %(now)s)
    returning id
)
select id, pg_try_advisory_lock(hashtext('cppcc run'), id::integer)
from begun
