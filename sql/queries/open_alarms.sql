-- The alarms that go on.
select id, site, kind, subject, raised_at, noticed
from alarms
where cleared_at is null
order by id
