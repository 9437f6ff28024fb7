-- New texts, each a story of its own until it is compared.
with numbered as materialized (
    select nextval(pg_get_serial_sequence('texts', 'id')) as id, text_hash
    from staged_texts
)
insert into texts (id, text_hash, story)
overriding system value
select id, text_hash, id
from numbered
