-- Texts that came or went, with their words if a fit article carries them, and their numbers if they are known.
with taken as (
    delete from unsorted_texts
    where id in (select id from unsorted_texts order by id limit %(most)s)
    returning text_hash
), noted as (
    select distinct text_hash from taken
)
select noted.text_hash, carried.body, texts.id, texts.story
from noted
left join texts using (text_hash)
left join lateral (
    -- the words are needed once: of a text that is known, whether it is still carried is enough
    select case when texts.id is null then articles.body else '' end as body
    from articles
    where articles.text_hash = noted.text_hash and articles.unfit is null
    limit 1
) as carried on true
order by noted.text_hash
