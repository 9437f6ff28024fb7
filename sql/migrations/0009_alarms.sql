-- What the watch noticed: alarms, each raised once and cleared when its reason has passed, and which are not to be told.

create table alarms (
    id bigint generated always as identity primary key,
    site text references sites,
    kind text not null check (
        kind in (
            'gone quiet', 'layout drift', 'damage rising', 'blocked', 'budget spent', 'disk low', 'run late'
        )
    ),
    subject text not null default '',
    raised_at timestamptz not null,
    seen_at timestamptz not null,
    cleared_at timestamptz,
    noticed jsonb not null,
    message text not null,
    told_to text[] not null default '{}',
    told_at timestamptz,
    check (seen_at >= raised_at and cleared_at >= raised_at)
);
comment on table alarms is 'What the watch found wrong: one row from when it was noticed until it was over; open ones are in open_alarms.';
comment on column alarms.id is 'Number of the alarm: cppcc alarms 12.';
comment on column alarms.site is 'The site; null for what concerns the whole installation.';
comment on column alarms.kind is 'gone quiet, layout drift, damage rising, blocked, budget spent, disk low or run late.';
comment on column alarms.subject is 'What of it, where a kind has several: pages or lists, turned away or out of reach, a disk.';
comment on column alarms.raised_at is 'When it was noticed.';
comment on column alarms.seen_at is 'When it was last found to go on.';
comment on column alarms.cleared_at is 'When it was found to be over; null while it goes on.';
comment on column alarms.noticed is 'The numbers it rests on: rates before and after, the usual and the present silence, an example, and the like.';
comment on column alarms.message is 'The same in words, as last found.';
comment on column alarms.told_to is 'The receivers that have been told, by kind and a fingerprint of their address.';
comment on column alarms.told_at is 'When every receiver had been told; null before that, and while it is muted.';

-- The same thing is open once.
create unique index alarms_open on alarms (site, kind, subject) nulls not distinct where cleared_at is null;
-- When the same thing was last over.
create index alarms_cleared on alarms (site, kind, subject, cleared_at) where cleared_at is not null;

create table alarm_mutes (
    id bigint generated always as identity primary key,
    site text references sites,
    kind text not null,
    until date not null,
    why text not null,
    who text not null,
    muted_at timestamptz not null,
    unique nulls not distinct (site, kind)
);
comment on table alarm_mutes is 'Alarms that are recorded and not told, for a time, because somebody knows of them.';
comment on column alarm_mutes.id is 'Number of the row.';
comment on column alarm_mutes.site is 'The site; null for what concerns the whole installation.';
comment on column alarm_mutes.kind is 'Which of its alarms.';
comment on column alarm_mutes.until is 'The first day on which they are told again, in Shanghai.';
comment on column alarm_mutes.why is 'The reason that was given.';
comment on column alarm_mutes.who is 'The account that said so.';
comment on column alarm_mutes.muted_at is 'When.';

create view open_alarms as
select alarms.id, alarms.site, sites.name as site_name, alarms.kind, alarms.subject, alarms.raised_at, alarms.seen_at,
    alarms.told_at, alarms.message, alarms.noticed, mutes.until as muted_until, mutes.why as muted_because
from alarms
left join sites on sites.key = alarms.site
left join alarm_mutes as mutes
    on mutes.site is not distinct from alarms.site
    and mutes.kind = alarms.kind
    and mutes.until > (now() at time zone 'Asia/Shanghai')::date
where alarms.cleared_at is null;
comment on view open_alarms is 'The alarms that go on, and until when somebody has muted them.';
comment on column open_alarms.id is 'Number of the alarm.';
comment on column open_alarms.site is 'The site; null for what concerns the whole installation.';
comment on column open_alarms.site_name is 'The committee''s name in Chinese.';
comment on column open_alarms.kind is 'gone quiet, layout drift, damage rising, blocked, budget spent, disk low or run late.';
comment on column open_alarms.subject is 'What of it, where a kind has several.';
comment on column open_alarms.raised_at is 'When it was noticed.';
comment on column open_alarms.seen_at is 'When it was last found to go on.';
comment on column open_alarms.told_at is 'When every receiver had been told; null before that.';
comment on column open_alarms.message is 'What is wrong, with the numbers.';
comment on column open_alarms.noticed is 'The numbers.';
comment on column open_alarms.muted_until is 'The first day on which it is told again; null if it is not muted.';
comment on column open_alarms.muted_because is 'Why it is muted.';
