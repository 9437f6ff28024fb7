-- The sites that turned the crawl away and have not let it in since.
select site, sign, times, since, until
from site_blocks
where site = any (%(sites)s)
