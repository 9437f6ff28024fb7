-- How far the reading of a list's older pages has come.
update backfills
set state = %(state)s,
    next_url = %(next_url)s,
    next_page = %(next_page)s,
    listed = %(listed)s,
    new = %(new)s,
    oldest_on = %(oldest_on)s,
    stopped_because = %(stopped_because)s,
    updated_at = %(now)s
where id = %(id)s
