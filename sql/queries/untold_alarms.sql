-- The alarms that go on and are not muted, and that some of these receivers have not been told of; the oldest first.
select alarms.id, alarms.site, sites.name as site_name, alarms.kind, alarms.subject, alarms.raised_at, alarms.message,
    alarms.noticed, alarms.told_to
from alarms
left join sites on sites.key = alarms.site
where alarms.cleared_at is null
    and alarms.told_at is null
    and not alarms.told_to @> %(receivers)s
    and not exists (
        select
        from alarm_mutes as mutes
        where mutes.site is not distinct from alarms.site and mutes.kind = alarms.kind and mutes.until > %(today)s
    )
order by alarms.id
