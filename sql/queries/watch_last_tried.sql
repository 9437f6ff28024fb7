-- The sites of the last daily run over all sites that had lists to read and is over, and how it found each.
-- Whether no list of a site could be read, and why; what the budget or a halt kept it from asking says nothing of that.
with tried as (
    select channel_runs.*
    from channel_runs
    where channel_runs.site = any (%(sites)s) and channel_runs.stopped_because not in ('budget spent', 'halted')
), last as (
    select runs.id, runs.started_at
    from runs
    where runs.kind = 'daily'
        and (runs.asked = '{}' or 'all' = any (runs.asked))
        and runs.status <> 'running'
        and runs.started_at <= %(now)s
        and exists (select from tried where tried.run_id = runs.id)
    order by runs.started_at desc
    limit 1
)
select last.id, last.started_at, tried.site,
    bool_and(tried.pages = 0 and tried.stopped_because in ('failed', 'blocked')) as is_unread,
    coalesce(array_agg(coalesce(tried.failure, tried.stopped_because)) filter (
        where tried.pages = 0 and tried.stopped_because in ('failed', 'blocked')
    ), '{}') as reasons
from last
join tried on tried.run_id = last.id
group by last.id, last.started_at, tried.site
order by tried.site
