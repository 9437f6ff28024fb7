-- The texts of stories.
select id
from texts
where story = any(%(stories)s::bigint[])
