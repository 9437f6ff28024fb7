-- Texts whose story fell apart, to the stories they make now.
update texts
set story = moved.story
from unnest(%(ids)s::bigint[], %(stories)s::bigint[]) as moved (id, story)
where texts.id = moved.id and texts.story <> moved.story
