-- 同一篇文章出现在哪些网站，最早是谁？ Which texts stand on several sites, and which of these had it first?
select stories.title, members, stories.site as first_site, array_agg(reprints.site order by later) as reprinted_by
from stories
join reprints using (story)
group by story, stories.title, members, stories.site
order by members desc
limit 50;
