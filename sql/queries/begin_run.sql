-- A new run; its number.
insert into runs (kind, asked, rules_version)
values (%(kind)s, %(asked)s, %(rules_version)s)
returning id
