-- A site that the store knows.
select key
from sites
where key = %(key)s
