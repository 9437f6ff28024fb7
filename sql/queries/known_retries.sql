-- How often each of these articles was asked for in vain.
select url, tries
from retries
where url = any (%(urls)s)
