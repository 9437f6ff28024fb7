-- What is kept of them.
insert into text_signatures (text_id, keys, sketch, trigrams)
select id, keys, sketch, trigrams
from staged_texts
