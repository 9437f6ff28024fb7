-- All that was learned of one site's pages, or of everybody's: what stands on most pages first.
select site, pages, of_pages, state, line
from site_furniture
where %(site)s::text is null or site = %(site)s
order by pages desc, site, line
