-- The addresses under which a page may be known: as it was given, and where a redirect from it led.
select url
from unnest(%(urls)s::text[]) as given (url)
union
select fetches.url
from unnest(%(urls)s::text[]) as given (url)
join fetches on fetches.asked = given.url
