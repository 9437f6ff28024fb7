-- For each new text, the texts that share most keys with it, and how many share any.
select texts.id as fresh, shared.text_id as known, shared.bearers
from staged_texts as staged
join texts using (text_hash)
cross join lateral (
    select
        known.text_id,
        (select count(*) from unnest(known.keys) as key where key = any(staged.asked)) as keys_shared,
        count(*) over () as bearers
    from text_keys as known
    where known.keys && staged.asked and known.text_id <> texts.id
    order by keys_shared desc, known.text_id
    limit %(most)s
) as shared
