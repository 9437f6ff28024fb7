-- What somebody says of a learned line.
update site_furniture
set state = %(state)s
where site = %(site)s and line = %(line)s
