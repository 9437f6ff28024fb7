-- The sites that are left alone now.
select site, until
from site_blocks
where until > %(now)s
