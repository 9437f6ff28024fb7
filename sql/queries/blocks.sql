-- The sites that are left alone now, because they turned the crawl away.
select sites.key, sites.name, site_blocks.sign, site_blocks.times, site_blocks.since, site_blocks.until
from site_blocks
join sites on sites.key = site_blocks.site
where site_blocks.until > %(now)s
order by site_blocks.until desc, sites.key
