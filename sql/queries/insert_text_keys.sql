-- Their signatures.
insert into text_keys (text_id, keys)
select texts.id, staged.keys
from staged_texts as staged
join texts using (text_hash)
