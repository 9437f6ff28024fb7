-- What a run asked for in vain, by site: how often, and the reason that was most frequent; and its lists that failed.
select site, sum(times)::bigint as failures, (array_agg(reason order by times desc, reason))[1] as reason
from (
    select site, reason, count(*) as times
    from failures
    where run_id = %(run_id)s
    group by site, reason
) as counted
group by site
