-- An alarm that is over.
update alarms
set cleared_at = greatest(raised_at, %(now)s)
where id = %(id)s and cleared_at is null
