-- Every address that needs no second look: articles, pages that gave none, and what was redirected to either.
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
