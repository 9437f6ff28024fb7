-- Texts that no fit article carries any more; their pairs go with them.
delete from texts
where id = any(%(ids)s::bigint[])
