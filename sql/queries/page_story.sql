-- The story that an article belongs to: how many carry it, who leads it, and what the article is to the leader.
with own as (
    select texts.story
    from articles
    join texts using (text_hash)
    where articles.id = %(article_id)s
)
select
    (
        select count(*)
        from texts
        join articles using (text_hash)
        where texts.story = own.story and articles.unfit is null
    ) as members,
    story_leaders.article_id as leader_id,
    story_leaders.site as leader_site,
    story_leaders.url as leader_url,
    reprints.reason,
    reprints.kept,
    reprints.later
from own
join story_leaders using (story)
left join reprints on reprints.story = own.story and reprints.article_id = %(article_id)s
