-- The lines that are taken off one site's pages.
select line
from site_furniture
where state = 'learned' and site = %(site)s
