-- Stories that turned out to be one.
update texts
set story = merged.into_story
from unnest(%(stories)s::bigint[], %(into_stories)s::bigint[]) as merged (story, into_story)
where texts.story = merged.story
