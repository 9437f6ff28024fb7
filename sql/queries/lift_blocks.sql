-- These sites let the crawl in again.
delete from site_blocks
where site = any (%(sites)s)
