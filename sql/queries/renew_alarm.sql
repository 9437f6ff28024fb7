-- An alarm that goes on, as it is found now.
update alarms
set seen_at = greatest(raised_at, %(now)s), noticed = %(noticed)s, message = %(message)s
where id = %(id)s
