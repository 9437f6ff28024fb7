-- The articles that stand for these stories.
select story_leaders.story, sites.name as site, story_leaders.title, story_leaders.url
from story_leaders
join sites on sites.key = story_leaders.site
where story_leaders.story = any (%(stories)s)
