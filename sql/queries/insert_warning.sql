-- What a run did for a site that somebody should know of.
insert into warnings (run_id, site, words)
values (%(run_id)s, %(site)s, %(words)s)
on conflict do nothing
