-- Which lists point at a page of another host.
select site, channel, title, listed_on, first_seen
from links
where url = any (%(urls)s)
order by first_seen, site
