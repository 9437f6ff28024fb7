-- The pairs that hold stories together.
select text_pairs.one, text_pairs.other
from texts
join text_pairs on text_pairs.one = texts.id
where texts.story = any(%(stories)s::bigint[])
