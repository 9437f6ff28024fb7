-- Lists of which no page was ever read at their present address, and why the last try brought none.
select site, name, failure
from channels
where site = any (%(sites)s) and list_hash is null and failure is not null
order by site, name
