-- Their numbers, in order: neighbours go to one page of the index.
insert into new_text_keys (key, text_id)
select each.key, staged.id
from staged_texts as staged
cross join lateral unnest(staged.keys) as each (key)
where not exists (select from common_keys where common_keys.key = each.key)
order by each.key, staged.id
