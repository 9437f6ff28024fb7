-- Why runs could not read lists or pages: each reason with its number, the most frequent first.
select kind = 'list' as is_list, reason, count(*) as times
from failures
where run_id = any (%(runs)s) and kind <> 'other'
group by is_list, reason
order by times desc, reason
