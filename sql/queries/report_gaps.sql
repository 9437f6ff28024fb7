-- Why these sites have no article on days of a span.
select site, day, reason
from gaps
where site = any (%(sites)s) and day between %(since)s and %(until)s
