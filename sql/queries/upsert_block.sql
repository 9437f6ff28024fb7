-- A site turned the crawl away.
insert into site_blocks (site, sign, times, since, until)
values (%(site)s, %(sign)s, %(times)s, %(now)s, %(until)s)
on conflict (site) do update
set sign = excluded.sign, times = excluded.times, until = excluded.until
