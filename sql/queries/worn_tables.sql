-- Our tables of which a fiftieth, and a thousand rows at least, changed since they were last cleaned up or counted.
select relname
from pg_stat_user_tables
where schemaname = current_schema()
    and greatest(n_dead_tup, n_ins_since_vacuum, n_mod_since_analyze) > greatest(1000, n_live_tup / 50)
order by relname
