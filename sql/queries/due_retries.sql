-- Articles of these sites that were asked for in vain and are to be asked for again now.
select site, channel, url, listed_title, listed_on
from retries
where not given_up and due_at <= %(now)s and site = any (%(sites)s)
order by site, first_failed_at, url
