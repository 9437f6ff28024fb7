-- A new alarm; its number.
insert into alarms (site, kind, subject, raised_at, seen_at, noticed, message)
values (%(site)s, %(kind)s, %(subject)s, %(now)s, %(now)s, %(noticed)s, %(message)s)
returning id
