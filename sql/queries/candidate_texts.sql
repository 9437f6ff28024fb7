-- For each new text, the texts that share most keys with it, and how many were looked at.
-- Common keys count, but are not looked up: the samples are, which are texts that have them.
select texts.id as fresh, nearest.text_id as known, nearest.looked_at
from staged_texts as staged
join texts using (text_hash)
cross join lateral (
    select text_id, looked_at
    from (
        select
            known.text_id,
            (select count(*) from unnest(known.keys) as key where key = any(staged.keys)) as keys_shared,
            count(*) over () as looked_at
        from text_keys as known
        where known.keys && staged.asked or known.text_id = any(staged.samples)
    ) as found
    where keys_shared >= %(shared)s and text_id <> texts.id
    order by keys_shared desc, text_id
    limit %(most)s
) as nearest
