-- Whether this database has our tables.
select to_regclass('migrations') is not null
