-- Those of these sites that are held by a session which gives way.
-- pg_locks shows the two numbers of a lock as oids, which have no sign.
with held as (
    select pid, classid, objid
    from pg_locks
    where locktype = 'advisory'
        and database = (select oid from pg_database where datname = current_database())
        and objsubid = 2
        and granted
),
giving as (
    select pid
    from held
    where classid = (hashtext('cppcc')::bigint & 4294967295)::oid
        and objid = (hashtext('gives way')::bigint & 4294967295)::oid
)
select distinct key
from unnest(%(sites)s::text[]) as key
join held on held.objid = (hashtext(key)::bigint & 4294967295)::oid
join giving using (pid)
where held.classid = (hashtext('cppcc site')::bigint & 4294967295)::oid
order by key
