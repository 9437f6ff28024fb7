-- Every address that needs no second look: articles, and pages that gave none.
select url
from articles
where %(sites)s::text[] is null or site = any (%(sites)s)
union all
select url
from rejected
where %(sites)s::text[] is null or site = any (%(sites)s)
