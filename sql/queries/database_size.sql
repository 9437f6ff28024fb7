-- Bytes of this database on its disk.
select pg_database_size(current_database())
