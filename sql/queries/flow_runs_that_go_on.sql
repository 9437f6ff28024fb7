-- Those of these flow runs whose lock somebody holds. pg_locks shows the two numbers of a lock as oids, without a sign.
select flow_run
from unnest(%(flow_runs)s::text[]) as flow_run
join pg_locks on objid = (hashtext(flow_run)::bigint & 4294967295)::oid
where locktype = 'advisory'
    and database = (select oid from pg_database where datname = current_database())
    and classid = (hashtext('cppcc flow run')::bigint & 4294967295)::oid
    and objsubid = 2
