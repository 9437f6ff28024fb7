-- A row that leads to a foreign host; the first sight of it counts.
insert into links (site, url, channel, title, listed_on, first_seen)
values (%(site)s, %(url)s, %(channel)s, %(title)s, %(listed_on)s, %(now)s)
on conflict (site, url) do nothing
