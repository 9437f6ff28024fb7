-- For each new text, the texts that share most numbers with it, the likeliest first.
-- A number counts the more, the fewer texts have it. One is not enough, unless the two texts alone have it.
-- Numbers that more texts have than these are learned to be common on the way: a few samples stand for their texts, so
-- that a look-up costs the same however large the store is, and these count half.
with fresh as materialized (
    select staged.id, each.key
    from staged_texts as staged
    cross join lateral unnest(staged.keys) as each (key)
), wanted as materialized (
    select distinct key
    from fresh
    where not exists (select from common_keys where common_keys.key = fresh.key)
    order by key
), borne as materialized (
    select key, array_agg(text_id order by text_id) as bearers
    from (
        -- each table by itself: of the two put together the planner knows nothing, and would read all
        select key, text_id from wanted join text_keys using (key)
        union all
        select key, text_id from wanted join new_text_keys using (key)
    ) as known
    group by key
    having count(*) > 1
), learned as (
    insert into common_keys (key, samples)
    select key, bearers[:%(samples)s]
    from borne
    where cardinality(bearers) > %(common)s
    returning key, samples
), sampled as materialized (
    select id, samples from fresh join common_keys using (key)
    union all
    select id, samples from fresh join learned using (key)
), shared as (
    select fresh.id, bearer as text_id, 1::real as shares, 1::real / cardinality(bearers) as weight
    from fresh
    join borne using (key)
    cross join lateral unnest(bearers) as bearer
    where cardinality(bearers) <= %(common)s
    union all
    select id, sample, 0.5, 1::real / %(common)s
    from sampled
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
