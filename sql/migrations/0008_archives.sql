-- Pages out of anybody's WARC files, and landed pages cleaned again with later rules.

alter table runs drop constraint runs_kind_check;
alter table runs add constraint runs_kind_check check (kind in ('daily', 'backfill', 'attachments', 'warc', 'reclean'));
comment on column runs.kind is 'daily (what is new), backfill (older list pages; others may run between its parts), attachments (files of articles), warc (pages out of WARC files) or reclean (landed pages, with the rules of today).';
comment on column runs.asked is 'The words that chose the sites, empty for every enabled site; of kind warc, the files.';

comment on column fetches.run_id is 'The run that landed it, or first read it in an archive.';
comment on column fetches.warc_file is 'WARC file, relative to the folder of landed files; or the absolute path of an archive that stays where it is.';

-- What only the list knows of a page: cleaning it again needs it as much as its bytes.
alter table fetches add column listed_on date;
comment on column fetches.listed_on is 'The day that the list showed for the page; null where none did, and for what was landed before this was kept.';

comment on column articles.channel is 'The list of the site it was first found on, such as 要闻; for a page out of an archive, the one in whose folder it is, or empty.';

create table bad_records (
    run_id bigint not null references runs on delete cascade,
    warc_file text not null,
    warc_offset bigint not null,
    reason text not null,
    primary key (run_id, warc_file, warc_offset)
);
comment on table bad_records is 'What a run found in WARC files that is no whole record; the records before and behind it were read.';
comment on column bad_records.run_id is 'The run.';
comment on column bad_records.warc_file is 'The file, as in fetches.';
comment on column bad_records.warc_offset is 'Where it begins in the file, in bytes.';
comment on column bad_records.reason is 'What is wrong.';

-- As before, but that a run which asks no site anything is no visit.
create or replace view site_freshness as
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
        when blocks.until > now()
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
        (now() at time zone 'Asia/Shanghai')::date - articles.published_on as days_silent
    from articles
    where articles.site = sites.key and articles.published_at <= now()
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
                where articles.site = sites.key and articles.published_on <= (now() at time zone 'Asia/Shanghai')::date
                order by articles.published_on desc
                limit 1000
            ) as recent
        ) as days
    ) as silences
) as rhythm on true;
