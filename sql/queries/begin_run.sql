-- A new run; its number.
insert into runs (asked, rules_version)
values (%(asked)s, %(rules_version)s)
returning id
