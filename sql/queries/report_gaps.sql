-- Why these sites have no article on days of a span: what gaps_at says, without the whole history it looks at.
-- Usual is what it was through a site's last 1,000 articles, and of its lists those count that were read since the span
-- began. That takes seconds where there are a million articles, this a tenth of one.
with today as (
    select (%(now)s::timestamptz at time zone 'Asia/Shanghai')::date as day
), asked as (
    select sites.key as site, sites.enabled, today.day as today
    from sites
    cross join today
    where sites.key = any (%(sites)s)
), spans as (
    select asked.site, days.day, lead(days.day, 1, asked.today) over (partition by asked.site order by days.day) as next_day
    from asked
    cross join lateral (
        select published_on as day
        from articles
        where articles.site = asked.site and published_on between %(since)s and %(until)s and published_on < asked.today
        union
        select max(published_on)
        from articles
        where articles.site = asked.site and published_on < %(since)s
        union
        select min(published_on)
        from articles
        where articles.site = asked.site and published_on > %(until)s and published_on < asked.today
    ) as days
    where days.day is not null
), silent as materialized (
    select spans.site, spans.next_day - spans.day - 1 as silent_days, step::date as day,
        (step::date + 1)::timestamp at time zone 'Asia/Shanghai' as ended_at
    from spans
    cross join lateral generate_series(
        greatest(spans.day + 1, %(since)s::date), least(spans.next_day - 1, %(until)s::date), interval '1 day'
    ) as step
), usual as materialized (
    select asked.site, rhythm.silent_days
    from asked
    cross join lateral (
        select percentile_disc(0.9) within group (order by next_day - day) - 1 as silent_days
        from (
            select day, lead(day, 1, asked.today) over (order by day) as next_day
            from (
                select distinct published_on as day
                from (
                    select published_on
                    from articles
                    where articles.site = asked.site and published_on < asked.today
                    order by published_on desc
                    limit 1000
                ) as latest
            ) as days
        ) as silences
    ) as rhythm
), readings as materialized (
    select lists.site, min(lists.last_good) as all_good, max(lists.last_good) as any_good, max(lists.last) as any,
        min(least(lists.oldest_on, earliest.oldest_on)) as reaches_to
    from (
        select channel_runs.site, channel_runs.channel, max(runs.started_at) as last,
            min(channel_runs.oldest_on) as oldest_on,
            coalesce(
                max(runs.started_at) filter (
                    where channel_runs.stopped_because not in ('failed', 'blocked', 'budget spent', 'halted')
                ),
                '-infinity'
            ) as last_good
        from asked
        join channel_runs on channel_runs.site = asked.site
        join runs on runs.id = channel_runs.run_id
        where channel_runs.run_id >= (select min(id) from runs where started_at >= %(since)s)
        group by channel_runs.site, channel_runs.channel
    ) as lists
    cross join lateral (
        select oldest_on
        from channel_runs
        where channel_runs.site = lists.site and channel_runs.channel = lists.channel
        order by run_id
        limit 1
    ) as earliest
    group by lists.site
)
select
    silent.site,
    silent.day,
    case
        when not exists (select from channel_runs where channel_runs.site = silent.site) then 'its lists were never read'
        when silent.day < readings.reaches_to then 'older than what was read of its lists'
        when readings.all_good >= silent.ended_at and silent.silent_days <= usual.silent_days then 'silent as usual'
        when readings.all_good >= silent.ended_at then 'silent for longer than usual'
        when readings.any_good >= silent.ended_at then 'silent, but not every list could be read'
        when blocks.until > %(now)s then 'blocked'
        when readings.any >= silent.ended_at then 'its lists could not be read'
        when not asked.enabled then 'not crawled since: not enabled'
        when not exists (select from channels where channels.site = silent.site and channels.due_at <= %(now)s)
            then 'not crawled since: no list was due'
        else 'not crawled since'
    end as reason
from silent
join asked on asked.site = silent.site
join usual on usual.site = silent.site
left join readings on readings.site = silent.site
left join site_blocks as blocks on blocks.site = silent.site
