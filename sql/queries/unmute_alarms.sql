-- To be told again: alarms of the kind and site of one.
delete from alarm_mutes as mutes
using alarms
where alarms.id = %(id)s and mutes.site is not distinct from alarms.site and mutes.kind = alarms.kind
