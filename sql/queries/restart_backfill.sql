-- Read one list's older pages again from the beginning.
update backfills
set state = 'open', next_url = null, next_page = 1, listed = 0, new = 0, oldest_on = null, stopped_because = null,
    updated_at = %(now)s
where id = any (%(ids)s)
