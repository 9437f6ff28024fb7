-- Views that depend on the time become functions of it, which the views call with the present; a run's report and the
-- tests name a moment. Each function is one stable query, so that Postgres plans it as part of the query that calls it.

create function site_freshness_at(at timestamptz default now())
returns table (
    site text, site_name text, enabled boolean, newest_at timestamptz, newest_title text, last_new_at timestamptz,
    last_run_at timestamptz, due_at timestamptz, days_silent integer, usual_silence integer,
    longest_silence integer, state text
)
language sql stable parallel safe
begin atomic
    select
        sites.key as site,
        sites.name as site_name,
        sites.enabled,
        newest.published_at as newest_at,
        newest.title as newest_title,
        seen.last_new_at,
        visited.last_run_at,
        lists.due_at,
        newest.days_silent,
        rhythm.usual_silence,
        rhythm.longest_silence,
        case
            when visited.last_run_at is null and not sites.enabled then 'not enabled'
            when visited.last_run_at is null then 'never crawled'
            when blocks.until > at
                then format('blocked (%s) until %s', blocks.sign, to_char(blocks.until at time zone 'Asia/Shanghai', 'YYYY-MM-DD'))
            when lists.failing = lists.known then 'none of its lists can be read'
            when newest.published_at is null then 'no dated article yet'
            when newest.days_silent > greatest(rhythm.longest_silence, 3) then 'silent for longer than ever'
            when newest.days_silent > greatest(rhythm.usual_silence, 1) then 'silent for longer than usual'
            when lists.failing > 0 then 'as usual, but not every list can be read'
            else 'as usual'
        end as state
    from sites
    left join site_blocks as blocks on blocks.site = sites.key
    left join lateral (
        select articles.published_at, articles.title,
            (at at time zone 'Asia/Shanghai')::date - articles.published_on as days_silent
        from articles
        where articles.site = sites.key and articles.published_at <= at
        order by articles.published_at desc nulls last, articles.id desc
        limit 1
    ) as newest on true
    left join lateral (
        select max(articles.first_seen) as last_new_at from articles where articles.site = sites.key
    ) as seen on true
    left join lateral (
        select max(runs.started_at) as last_run_at
        from site_runs
        join runs on runs.id = site_runs.run_id
        where site_runs.site = sites.key and runs.kind not in ('warc', 'reclean')
    ) as visited on true
    left join lateral (
        select count(*) as known, count(*) filter (where channels.failure is not null) as failing, min(channels.due_at) as due_at
        from channels
        where channels.site = sites.key
    ) as lists on lists.known > 0
    left join lateral (
        select percentile_disc(0.9) within group (order by silence) as usual_silence, max(silence) as longest_silence
        from (
            select day - lag(day) over (order by day) as silence
            from (
                select distinct recent.published_on as day
                from (
                    select articles.published_on
                    from articles
                    where articles.site = sites.key and articles.published_on <= (at at time zone 'Asia/Shanghai')::date
                    order by articles.published_on desc
                    limit 1000
                ) as recent
            ) as days
        ) as silences
    ) as rhythm on true;
end;
comment on function site_freshness_at(timestamptz) is 'The view site_freshness for another moment than now: silences are counted to then, and blocks end by then. What came into the store later is not left out.';
create or replace view site_freshness as
select * from site_freshness_at(now());

create function gaps_at(at timestamptz default now())
returns table (site text, day date, reason text, silent_days integer)
language sql stable parallel safe
begin atomic
    with today as (
        select (at at time zone 'Asia/Shanghai')::date as day
    ), spans as not materialized (
        select site, day, lead(day, 1, today) over (partition by site order by day) as next_day
        from (
            select distinct articles.site, articles.published_on as day, today.day as today
            from articles
            cross join today
            where articles.published_on < today.day
        ) as days
    ), usual as not materialized (
        select site, percentile_disc(0.9) within group (order by next_day - day) - 1 as silent_days
        from spans
        group by site
    ), readings as not materialized (
        select site, min(last_good) as all_good, max(last_good) as any_good, max(last) as any, min(oldest_on) as reaches_to
        from (
            select channel_runs.site, channel_runs.channel, max(runs.started_at) as last, min(channel_runs.oldest_on) as oldest_on,
                coalesce(
                    max(runs.started_at) filter (
                        where channel_runs.stopped_because not in ('failed', 'blocked', 'budget spent', 'halted')
                    ),
                    '-infinity'
                ) as last_good
            from channel_runs
            join runs on runs.id = channel_runs.run_id
            group by channel_runs.site, channel_runs.channel
        ) as lists
        group by site
    )
    select
        spans.site,
        silent.day,
        case
            when readings.site is null then 'its lists were never read'
            when silent.day < readings.reaches_to then 'older than what was read of its lists'
            when readings.all_good >= silent.ended_at and spans.next_day - spans.day - 1 <= usual.silent_days
                then 'silent as usual'
            when readings.all_good >= silent.ended_at then 'silent for longer than usual'
            when readings.any_good >= silent.ended_at then 'silent, but not every list could be read'
            when blocks.until > at then 'blocked'
            when readings.any >= silent.ended_at then 'its lists could not be read'
            when not sites.enabled then 'not crawled since: not enabled'
            when not exists (select from channels where channels.site = spans.site and channels.due_at <= at)
                then 'not crawled since: no list was due'
            else 'not crawled since'
        end as reason,
        spans.next_day - spans.day - 1 as silent_days
    from spans
    join usual on usual.site = spans.site
    join sites on sites.key = spans.site
    left join readings on readings.site = spans.site
    left join site_blocks as blocks on blocks.site = spans.site
    cross join lateral (
        select spans.day + step as day, (spans.day + step + 1)::timestamp at time zone 'Asia/Shanghai' as ended_at
        from generate_series(1, spans.next_day - spans.day - 1) as step
    ) as silent;
end;
comment on function gaps_at(timestamptz) is 'The view gaps for another moment than now: it ends the day before. What came into the store later is not left out.';
create or replace view gaps as
select * from gaps_at(now());

create function open_alarms_at(at timestamptz default now())
returns table (
    id bigint, site text, site_name text, kind text, subject text, raised_at timestamptz, seen_at timestamptz,
    told_at timestamptz, message text, noticed jsonb, muted_until date, muted_because text
)
language sql stable parallel safe
begin atomic
    select alarms.id, alarms.site, sites.name as site_name, alarms.kind, alarms.subject, alarms.raised_at, alarms.seen_at,
        alarms.told_at, alarms.message, alarms.noticed, mutes.until as muted_until, mutes.why as muted_because
    from alarms
    left join sites on sites.key = alarms.site
    left join alarm_mutes as mutes
        on mutes.site is not distinct from alarms.site
        and mutes.kind = alarms.kind
        and mutes.until > (at at time zone 'Asia/Shanghai')::date
    where alarms.cleared_at is null;
end;
comment on function open_alarms_at(timestamptz) is 'The view open_alarms for another moment than now: which of the alarms that go on are muted then.';
create or replace view open_alarms as
select * from open_alarms_at(now());
