-- How often in a row each site turned the crawl away.
select site, times
from site_blocks
