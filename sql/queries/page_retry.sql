-- Whether a page is owed: it was asked for in vain, and is asked for again.
select *
from retries
where url = any (%(urls)s)
