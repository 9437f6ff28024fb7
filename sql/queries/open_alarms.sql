-- Alarms that nobody and nothing has ended, the latest first.
select open_alarms.site, sites.name, open_alarms.kind, open_alarms.message, open_alarms.raised_at
from open_alarms
left join sites on sites.key = open_alarms.site
order by open_alarms.raised_at desc
