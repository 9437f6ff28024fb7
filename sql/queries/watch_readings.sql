-- How the daily runs found each list, a day of Shanghai a row, the newest first; days on which it was not asked have none.
select channel_runs.site, channel_runs.channel,
    (runs.started_at at time zone 'Asia/Shanghai')::date as day,
    bool_and(channel_runs.stopped_because = 'failed') as is_failed,
    bool_or(channel_runs.stopped_because = 'budget spent') as is_budget_spent,
    max(runs.started_at) filter (
        where channel_runs.stopped_because not in ('failed', 'blocked', 'budget spent', 'halted')
    ) as read_at,
    (array_agg(channel_runs.failure order by runs.started_at desc))[1] as failure
from channel_runs
join runs on runs.id = channel_runs.run_id
where channel_runs.site = any (%(sites)s)
    and runs.kind = 'daily'
    and runs.started_at between %(since)s and %(now)s
    and channel_runs.stopped_because not in ('blocked', 'halted')
group by channel_runs.site, channel_runs.channel, day
order by channel_runs.site, channel_runs.channel, day desc
