-- Those of these keys that very many texts have; how many is said by whoever asks.
insert into common_keys (key, samples)
select key, (array_agg(text_id order by text_id))[:%(samples)s]
from unnest(%(keys)s::integer[]) as key
join text_keys on keys @> array[key]
group by key
having count(*) > %(common)s
on conflict (key) do nothing
