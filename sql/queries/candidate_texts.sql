-- For each new text, the texts that share most numbers with it, the likeliest first.
-- A number counts the more, the fewer texts have it. One is not enough, unless the two texts alone have it.
-- Numbers that more texts have than these are learned to be common on the way: a few samples stand for their texts, so
-- that a look-up costs the same however large the store is, and these count half.
with fresh as materialized (
    select staged.id, each.key
    from staged_texts as staged
    cross join lateral unnest(staged.keys) as each (key)
), borne as materialized (
    select key, array_agg(text_id order by text_id) as bearers
    from (
        select distinct key
        from fresh
        where not exists (select from common_keys where common_keys.key = fresh.key)
        order by key
    ) as wanted
    join (select key, text_id from text_keys union all select key, text_id from new_text_keys) as known using (key)
    group by key
    having count(*) > 1
), learned as (
    insert into common_keys (key, samples)
    select key, bearers[:%(samples)s]
    from borne
    where cardinality(bearers) > %(common)s
    returning key, samples
), sampled as (
    select key, samples from common_keys
    union all
    select key, samples from learned
), shared as (
    select fresh.id, bearer as text_id, 1::real as shares, 1::real / cardinality(bearers) as weight
    from fresh
    join borne using (key)
    cross join lateral unnest(bearers) as bearer
    where cardinality(bearers) <= %(common)s
    union all
    select fresh.id, sample, 0.5, 1::real / %(common)s
    from fresh
    join sampled using (key)
    cross join lateral unnest(samples) as sample
), ranked as (
    select id, text_id, row_number() over (partition by id order by sum(weight) desc, text_id) as place
    from shared
    where text_id <> id
    group by id, text_id
    having sum(shares) >= %(shared)s or sum(weight) >= 0.5
)
select id as fresh, text_id as known
from ranked
where place <= %(most)s
order by id, place
