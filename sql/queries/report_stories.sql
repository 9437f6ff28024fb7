-- The stories that new articles of a run belong to and that most articles tell.
with fresh as materialized (
    select distinct texts.story
    from articles
    join texts using (text_hash)
    where articles.first_run = %(run_id)s and articles.unfit is null
)
select fresh.story, count(*) as members, count(distinct articles.site) as sites, min(articles.published_on) as first_day,
    max(articles.published_on) as last_day
from fresh
join texts using (story)
join articles using (text_hash)
where articles.unfit is null
group by fresh.story
having count(*) > 1
order by count(*) desc, max(articles.published_on) desc nulls last, fresh.story
limit %(limit)s
