-- The reading of one list's older pages; an order that was given before keeps what it has come to.
insert into backfills (site, channel, since, until, first_page, last_page, updated_at)
values (%(site)s, %(channel)s, %(since)s, %(until)s, %(first_page)s, %(last_page)s, %(now)s)
on conflict (site, channel, since, until, first_page, last_page) do update
set updated_at = backfills.updated_at
returning id, site, channel, since, until, first_page, last_page, state, next_url, next_page, listed, new, oldest_on,
    stopped_because
