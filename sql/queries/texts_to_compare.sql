-- The words of texts, and the story each belongs to.
select texts.id, texts.story, texts.text_hash, carried.body
from texts
cross join lateral (
    select body
    from articles
    where articles.text_hash = texts.text_hash and articles.unfit is null
    limit 1
) as carried
where texts.id = any(%(ids)s::bigint[])
