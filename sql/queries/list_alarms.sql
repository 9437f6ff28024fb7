-- Alarms, the newest first: those that go on, or all; or one.
select alarms.id, alarms.site, sites.name as site_name, alarms.kind, alarms.subject, alarms.raised_at, alarms.seen_at,
    alarms.cleared_at, alarms.told_at, alarms.message, alarms.noticed, mutes.until as muted_until,
    mutes.why as muted_because, mutes.who as muted_by
from alarms
left join sites on sites.key = alarms.site
left join alarm_mutes as mutes
    on mutes.site is not distinct from alarms.site and mutes.kind = alarms.kind and mutes.until > %(today)s
where case when %(id)s::numeric is null then %(with_cleared)s or alarms.cleared_at is null else alarms.id = %(id)s end
order by alarms.id desc
limit 200
