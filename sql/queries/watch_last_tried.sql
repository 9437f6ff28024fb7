-- Of each of these sites, the last daily run over all sites that had lists of it to read and is over, and how it found it.
-- Whether it could read no list, and why; what blocked the crawl, the budget or a halt says nothing of the network.
with tried as (
    select channel_runs.site, channel_runs.run_id, runs.started_at,
        bool_and(channel_runs.pages = 0 and channel_runs.stopped_because = 'failed') as is_unread,
        array_agg(coalesce(channel_runs.failure, '')) filter (
            where channel_runs.pages = 0 and channel_runs.stopped_because = 'failed'
        ) as reasons
    from channel_runs
    join runs on runs.id = channel_runs.run_id
    where channel_runs.site = any (%(sites)s)
        and channel_runs.stopped_because not in ('blocked', 'budget spent', 'halted')
        and runs.kind = 'daily'
        and (runs.asked = '{}' or 'all' = any (runs.asked))
        and runs.status not in ('running', 'unfinished')
        and runs.started_at between %(since)s and %(now)s
    group by channel_runs.site, channel_runs.run_id, runs.started_at
)
select distinct on (site) site, run_id as run, started_at, is_unread, coalesce(reasons, '{}') as reasons
from tried
order by site, started_at desc
