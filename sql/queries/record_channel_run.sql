-- What a run read of one list; told again, the last word counts.
insert into channel_runs (
    run_id, site, channel, pages, listed, new, known, linked, stopped_because, failure, oldest_on
)
values (
    %(run_id)s, %(site)s, %(channel)s, %(pages)s, %(listed)s, %(new)s, %(known)s, %(linked)s, %(stopped_because)s,
    %(failure)s, %(oldest_on)s
)
on conflict (run_id, site, channel) do update
set pages = excluded.pages,
    listed = excluded.listed,
    new = excluded.new,
    known = excluded.known,
    linked = excluded.linked,
    stopped_because = excluded.stopped_because,
    failure = excluded.failure,
    oldest_on = excluded.oldest_on
