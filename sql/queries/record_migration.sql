-- A migration that was applied in this transaction.
insert into migrations (name)
values (%(name)s)
