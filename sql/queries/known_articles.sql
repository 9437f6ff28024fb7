-- Those of these addresses that the store has articles of.
select url
from articles
where url = any (%(urls)s)
