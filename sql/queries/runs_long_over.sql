-- Those of these runs that ended so many days ago, their pages loaded.
select id
from runs
where id = any (%(runs)s) and finished_at < %(now)s::timestamptz - make_interval(days => %(days)s)
