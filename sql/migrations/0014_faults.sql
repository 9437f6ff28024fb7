-- Faults of our own stay with the page or run that met them: runs that are to be taken up, how often that was tried, and
-- alarms of what no site is to blame for.

alter table runs
    drop constraint runs_status_check,
    drop constraint runs_check,
    add column tries integer not null default 0,
    add constraint runs_status_check check (
        status in ('running', 'done', 'failed', 'unfinished', 'interrupted', 'given up')
    ),
    add constraint runs_check check ((status in ('running', 'unfinished')) = (finished_at is null));
comment on column runs.status is 'running, done, failed (see error), unfinished (stopped by a fault before what it landed was loaded: the next run does that), interrupted (stopped, and loaded by a later run), or given up (loading what it landed failed three times: cppcc retry takes it up again). Where is_run_going_on says no, running means unfinished.';
comment on column runs.finished_at is 'When it ended; null while it runs, and after a fault or a kill until a later run has loaded what it landed.';
comment on column runs.error is 'What went wrong, in words; also of runs that were loaded later.';
comment on column runs.tries is 'How often a later run began to load what this one had landed before it was stopped.';

create function is_run_going_on(run_id bigint) returns boolean
language sql stable
as $$
    -- pg_locks shows the two numbers of an advisory lock as oids, without a sign.
    select exists (
        select
        from pg_locks
        where locktype = 'advisory'
            and database = (select oid from pg_database where datname = current_database())
            and classid = (hashtext('cppcc run')::bigint & 4294967295)::oid
            and objid = run_id::oid
            and objsubid = 2
            and granted
    )
$$;
comment on function is_run_going_on is 'Whether a process works on a run now, on whichever machine: it holds the run''s lock for as long as it lives.';

alter table alarms drop constraint alarms_kind_check;
alter table alarms add constraint alarms_kind_check check (
    kind in (
        'gone quiet', 'layout drift', 'damage rising', 'blocked', 'budget spent', 'disk low', 'run late',
        'never read', 'nothing read', 'our fault', 'run given up'
    )
);
comment on column alarms.kind is 'gone quiet, layout drift, damage rising, blocked, budget spent, disk low, run late, never read (a list that no run could read since it was enabled), nothing read (nearly all sites at once), our fault (pages, records or lists that this program failed at) or run given up.';
comment on column open_alarms.kind is 'gone quiet, layout drift, damage rising, blocked, budget spent, disk low, run late, never read, nothing read, our fault or run given up; the table alarms explains them.';

comment on table bad_records is 'What a run found in WARC files that is no whole record, and in its receipt that is no event; what lies before and behind was read.';
comment on column bad_records.warc_file is 'The file, as in fetches; or the path of a receipt.';

-- What this program itself failed at, found without reading the whole store.
create index rejected_our_fault on rejected (last_seen) where reason = 'our fault';
