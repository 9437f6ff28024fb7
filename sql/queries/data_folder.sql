-- Where the server keeps its data on its own machine; no row for an account that may not know.
select setting
from pg_settings
where name = 'data_directory'
