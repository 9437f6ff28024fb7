-- New texts, each a story of its own until it is compared.
insert into texts (id, text_hash, story)
overriding system value
select id, text_hash, id
from staged_texts
