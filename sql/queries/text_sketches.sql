-- The sketches of texts, as far as they were kept.
select text_id, sketch, trigrams
from text_signatures
where text_id = any(%(ids)s::bigint[]) and sketch is not null
