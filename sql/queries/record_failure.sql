-- A request of a run that brought nothing; told again, the first word counts.
insert into failures (run_id, site, channel, kind, url, reason)
values (%(run_id)s, %(site)s, %(channel)s, %(kind)s, %(url)s, %(reason)s)
on conflict (run_id, url) do nothing
