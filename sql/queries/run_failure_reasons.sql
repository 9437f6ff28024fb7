-- Why runs could not read lists, or where they failed at none, pages: each reason with its number, the most frequent first.
select reason, count(*) as times
from failures
where run_id = any (%(runs)s) and (kind = 'list') = exists (select from channel_runs where run_id = any (%(runs)s))
group by reason
order by times desc, reason
limit 10
