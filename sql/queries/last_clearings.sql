-- When each thing was last over.
select site, kind, subject, max(cleared_at) as cleared_at
from alarms
where cleared_at is not null
group by site, kind, subject
