-- The current database's name, and what of it we depend on: major version, encoding, what it takes for a letter.
select
    datname,
    current_setting('server_version_num')::int / 10000,
    pg_encoding_to_char(encoding),
    datctype
from pg_database
where datname = current_database()
