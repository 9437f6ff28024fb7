-- Alarms that go on, those that somebody has muted last, else the latest first.
select site, site_name as name, kind, message, raised_at, muted_until
from open_alarms_at(%(now)s)
order by muted_until is not null, raised_at desc, id desc
