-- For each new text, the texts that share most keys with it; a key counts the more, the fewer texts have it.
-- One key is not enough, unless the two texts alone have it.
-- Keys that more texts have than these are learned to be common on the way: from then on a few samples stand for their
-- texts, so that a look-up costs the same however large the store is, and these count half.
-- Each key is looked up by itself: to find the texts that share any, and count by how many, takes seven times as long.
with fresh as (
    select texts.id, key
    from staged_texts as staged
    join texts using (text_hash)
    cross join lateral unnest(staged.keys) as key
), looked_up as materialized (
    select fresh.id, fresh.key, known.text_id
    from fresh
    join text_keys as known on known.keys @> array[fresh.key]
    where not exists (select from common_keys where common_keys.key = fresh.key)
), learned as (
    insert into common_keys (key, samples)
    select key, (array_agg(distinct text_id order by text_id))[:%(samples)s]
    from looked_up
    group by key
    having count(distinct text_id) > %(common)s
), bearers as (
    select id, text_id, 1.0 as shares, 1.0 / count(*) over (partition by id, key) as weight
    from looked_up
    union all
    select fresh.id, sample, 0.5, 1.0 / %(common)s
    from fresh
    join common_keys using (key)
    cross join lateral unnest(common_keys.samples) as sample
), ranked as (
    select id, text_id, row_number() over (partition by id order by sum(weight) desc, text_id) as place
    from bearers
    where text_id <> id
    group by id, text_id
    having sum(shares) >= %(shared)s or sum(weight) >= 0.5
)
select id as fresh, text_id as known
from ranked
where place <= %(most)s
