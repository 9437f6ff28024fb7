-- A receiver has been told of these alarms; an alarm of which every one of the receivers has been told is told.
update alarms
set told_to = told_to || %(receiver)s::text,
    told_at = case when told_to || %(receiver)s::text @> %(receivers)s then %(now)s::timestamptz end
where id = any (%(alarms)s) and not %(receiver)s = any (told_to)
