-- Our own tables of which a fiftieth, and a thousand rows at least, changed since they were last cleaned up or counted.
select stat.relname
from pg_stat_user_tables as stat
join pg_class on pg_class.oid = stat.relid
where stat.schemaname = current_schema()
    and pg_has_role(pg_class.relowner, 'usage')
    and greatest(n_dead_tup, n_ins_since_vacuum, n_mod_since_analyze) > greatest(1000, n_live_tup / 50)
order by stat.relname
