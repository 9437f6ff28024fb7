-- Every address that no list need bring up again.
-- That is: articles, pages that gave none, what was redirected to either, and articles that are owed, which are asked
-- for by address.
select url
from articles
where %(sites)s::text[] is null or site = any (%(sites)s)
union all
select url
from rejected
where %(sites)s::text[] is null or site = any (%(sites)s)
union all
select asked
from fetches
where asked is not null
    and kind = 'article'
    and status = 200
    and (%(sites)s::text[] is null or site = any (%(sites)s))
union all
select url
from retries
where %(sites)s::text[] is null or site = any (%(sites)s)
