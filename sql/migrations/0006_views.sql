-- What people ask first, answered without joins: the articles with their sites, counts by day, which sites are silent and
-- why, what was changed, what was damaged, who is quoted; and a role that can only read.
-- Not here: who is mentioned. Names in these texts come in lists without a mark of where one ends (王某 李某某), and a
-- count of what a pattern takes for names would be wrong often enough to mislead.
-- Nor are articles partitioned by month. An address must be unique through all of them, which partitions cannot enforce,
-- and of 300,000 articles in 132 months the usual questions took longer (planning and execution): a site's newest
-- 0.6 ms flat, 28 ms parted; everybody's newest 0.6 and 25; a site-year by day 0.9 and 30; one address 0.6 and 28. Only
-- reading all texts of one month gained, 13 ms and 7.

-- Reference ----------------------------------------------------------------------------------------------------------

create table provinces (
    code text primary key check (code ~ '^\d{2}$'),
    name text not null unique
);
comment on table provinces is 'The provincial level of GB/T 2260.';
comment on column provinces.code is 'The first two digits of an adcode; 00 is the whole country.';
comment on column provinces.name is 'Its name in Chinese.';
insert into provinces (code, name) values
    ('00', '全国'), ('11', '北京市'), ('12', '天津市'), ('13', '河北省'), ('14', '山西省'), ('15', '内蒙古自治区'),
    ('21', '辽宁省'), ('22', '吉林省'), ('23', '黑龙江省'), ('31', '上海市'), ('32', '江苏省'), ('33', '浙江省'),
    ('34', '安徽省'), ('35', '福建省'), ('36', '江西省'), ('37', '山东省'), ('41', '河南省'), ('42', '湖北省'),
    ('43', '湖南省'), ('44', '广东省'), ('45', '广西壮族自治区'), ('46', '海南省'), ('50', '重庆市'), ('51', '四川省'),
    ('52', '贵州省'), ('53', '云南省'), ('54', '西藏自治区'), ('61', '陕西省'), ('62', '甘肃省'), ('63', '青海省'),
    ('64', '宁夏回族自治区'), ('65', '新疆维吾尔自治区'), ('71', '台湾省'), ('81', '香港特别行政区'), ('82', '澳门特别行政区');

-- The articles -------------------------------------------------------------------------------------------------------

-- The day as people count days, whatever the time zone of the session that asks.
alter table articles
    add column published_on date generated always as ((published_at at time zone 'Asia/Shanghai')::date) stored;
comment on column articles.published_on is 'The day of published_at in Shanghai; null if the page gives none.';

-- A site's articles by day: articles_daily, gaps, and the rhythm a site is measured by.
create index articles_site_published_on on articles (site, published_on);

-- A view keeps the columns of the day it was made.
drop view unique_articles;
create view unique_articles as
select distinct on (text_hash) *
from articles
where unfit is null
order by text_hash, published_at nulls last, id;
comment on view unique_articles is 'One row a text: of exact reprints the one published first, then the one found first. Unfit articles are left out.';

-- Not copied into articles: a correction in the site lists would leave millions of rows to be written anew, and the join
-- with a hundred sites costs less than reading the rows it is joined to.
create view articles_with_site as
select articles.*, sites.name as site_name, sites.level, sites.adcode, provinces.name as province
from articles
join sites on sites.key = articles.site
left join provinces on provinces.code = left(sites.adcode, 2);
comment on view articles_with_site is 'Every article with the name, level and region of its committee: articles without the need of a join.';
comment on column articles_with_site.site_name is 'The committee''s name in Chinese.';
comment on column articles_with_site.level is 'national, provincial, sub-provincial, prefecture or county.';
comment on column articles_with_site.adcode is 'GB/T 2260 code of the region, six digits; 000000 is the national committee.';
comment on column articles_with_site.province is 'The province in Chinese; 全国 for the national committee.';

-- Long addresses -----------------------------------------------------------------------------------------------------

-- An index row of Postgres holds 2,704 bytes. Addresses are stored with 2,000 at most; these two held more beside them.
drop index fetches_asked;
drop index fetches_url;
-- Which listed addresses are known although their articles answer elsewhere.
create index fetches_redirected on fetches (site) where asked is not null;
-- All fetches of one address: "what did this page look like before?"
create index fetches_asked on fetches using hash (asked) where asked is not null;
create index fetches_url on fetches using hash (url);

-- The lists of a site as they were read: what gaps and site_freshness go by.
create index channel_runs_site on channel_runs (site, channel, run_id);
create index site_runs_site on site_runs (site, run_id);

-- What was changed ---------------------------------------------------------------------------------------------------

create function line_difference(before text, after text) returns text
language sql immutable parallel safe
as $$
    with old as (
        select line, place, row_number() over (partition by line order by place) as occurrence
        from unnest(string_to_array(before, e'\n')) with ordinality as lines (line, place)
    ), new as (
        select line, place, row_number() over (partition by line order by place) as occurrence
        from unnest(string_to_array(after, e'\n')) with ordinality as lines (line, place)
    ), pairs as (
        select line, old.place as old_place, new.place as new_place
        from old
        full join new using (line, occurrence)
    ), removed as (
        select '- ' || line as shown, 1 as side, old_place as place, new_place is null as is_changed,
            count(new_place) over (order by old_place) as lines_kept_before
        from pairs
        where old_place is not null
    ), added as (
        select '+ ' || line as shown, 2 as side, new_place as place, old_place is null as is_changed,
            count(old_place) over (order by new_place) as lines_kept_before
        from pairs
        where new_place is not null
    )
    select string_agg(shown, e'\n' order by lines_kept_before, side, place)
    from (select * from removed union all select * from added) as changes
    where is_changed
$$;
comment on function line_difference(text, text) is 'The lines of one text that the other has not, the removed ones after «- » and the added ones after «+ », in their order. Null if none differs; lines that only moved are not shown.';

create function field_difference(name text, before text, after text) returns text
language sql immutable parallel safe
as $$
    select nullif(
        concat_ws(e'\n', '- ' || name || ': ' || before, '+ ' || name || ': ' || after), ''
    )
    where before is distinct from after
$$;
comment on function field_difference(text, text, text) is 'A field before («- name: …») and after («+ name: …») a change; null if it did not change.';

comment on column article_versions.id is 'Number of the version. Of one article''s, the order is that of last_seen: what a backfill brings comes late.';

create view article_changes as
select
    articles.id as article_id,
    articles.site,
    articles.url,
    earlier.replaced_at as changed_at,
    array_remove(array[
        case when earlier.title <> later.title then 'title' end,
        case when earlier.body <> later.body then 'body' end,
        case when earlier.published_at is distinct from later.published_at then 'date' end,
        case when earlier.source is distinct from later.source then 'source' end,
        case when earlier.author is distinct from later.author then 'author' end,
        case when earlier.editor is distinct from later.editor then 'editor' end,
        case when earlier.column_name is distinct from later.column_name then 'column' end,
        case when earlier.media <> later.media then 'media' end
    ], null) as what,
    case
        when earlier.fetch_id = later.fetch_id then 'our rules'
        when earlier.rules_version = later.rules_version then 'the page'
        else 'the page or our rules'
    end as because_of,
    concat_ws(
        e'\n',
        field_difference('title', earlier.title, later.title),
        field_difference(
            'date',
            to_char(earlier.published_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI'),
            to_char(later.published_at at time zone 'Asia/Shanghai', 'YYYY-MM-DD HH24:MI')
        ),
        field_difference('source', earlier.source, later.source),
        field_difference('author', earlier.author, later.author),
        field_difference('editor', earlier.editor, later.editor),
        field_difference('column', earlier.column_name, later.column_name),
        case
            when earlier.body <> later.body
                then coalesce(line_difference(earlier.body, later.body), '(the same lines in another order)')
        end
    ) as difference,
    earlier.title as title_before,
    later.title as title_after,
    earlier.last_seen as seen_before_at,
    earlier.id as version_id
from article_versions as earlier
join articles on articles.id = earlier.article_id
cross join lateral (
    select title, body, published_at, source, author, editor, column_name, media, rules_version, fetch_id
    from (
        select next.title, next.body, next.published_at, next.source, next.author, next.editor, next.column_name,
            next.media, next.rules_version, next.fetch_id, next.id
        from article_versions as next
        where next.article_id = earlier.article_id and (next.last_seen, next.id) > (earlier.last_seen, earlier.id)
        order by next.last_seen, next.id
        limit 1
    ) as following
    union all
    select articles.title, articles.body, articles.published_at, articles.source, articles.author, articles.editor,
        articles.column_name, articles.media, articles.rules_version, articles.fetch_id
    where not exists (
        select
        from article_versions as next
        where next.article_id = earlier.article_id and (next.last_seen, next.id) > (earlier.last_seen, earlier.id)
    )
) as later;
comment on view article_changes is 'Every change of an article, with what was removed and added. Ask by article_id or url; newest first by changed_at.';
comment on column article_changes.article_id is 'The article.';
comment on column article_changes.site is 'Its site.';
comment on column article_changes.url is 'Its address.';
comment on column article_changes.changed_at is 'When the change came into the store.';
comment on column article_changes.what is 'Which fields changed: title, body, date, source, author, editor, column, media.';
comment on column article_changes.because_of is 'our rules (the same response was read again, otherwise), the page, or the page or our rules where both may have changed.';
comment on column article_changes.difference is 'Removed lines after «- », added ones after «+ »; fields by name, then the body.';
comment on column article_changes.title_before is '标题 before.';
comment on column article_changes.title_after is '标题 after.';
comment on column article_changes.seen_before_at is 'When the page was last seen as it was before: one article''s changes in their order.';
comment on column article_changes.version_id is 'The row of article_versions that holds the text before.';

-- Counts and rhythm --------------------------------------------------------------------------------------------------

create view articles_daily as
select site, published_on as day, count(*) as articles
from articles
where published_on is not null
group by site, published_on;
comment on view articles_daily is 'How many articles each site published on each day; days without any have no row, see gaps.';
comment on column articles_daily.site is 'The site.';
comment on column articles_daily.day is 'The day in Shanghai.';
comment on column articles_daily.articles is 'Articles, reprints included.';

create view site_freshness as
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
    where site_runs.site = sites.key
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
comment on view site_freshness is 'How fresh what we have of each site is, measured by the site''s own rhythm, in words.';
comment on column site_freshness.site is 'The site.';
comment on column site_freshness.site_name is 'The committee''s name in Chinese.';
comment on column site_freshness.enabled is 'Whether a run without site names includes it.';
comment on column site_freshness.newest_at is 'When its newest article was published; dates in the future are passed over.';
comment on column site_freshness.newest_title is 'That article''s title.';
comment on column site_freshness.last_new_at is 'When a new article last came into the store.';
comment on column site_freshness.last_run_at is 'When the last run that asked it began.';
comment on column site_freshness.due_at is 'When the next of its lists is read.';
comment on column site_freshness.days_silent is 'Days since newest_at.';
comment on column site_freshness.usual_silence is 'Days from one day with news to the next, of nine in ten of them, through its last 1,000 articles.';
comment on column site_freshness.longest_silence is 'The longest of these.';
comment on column site_freshness.state is 'as usual, silent for longer than usual, silent for longer than ever, blocked, never crawled and the like.';

create view gaps as
with today as (
    select (now() at time zone 'Asia/Shanghai')::date as day
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
        when blocks.until > now() then 'blocked'
        when readings.any >= silent.ended_at then 'its lists could not be read'
        when not sites.enabled then 'not crawled since: not enabled'
        when not exists (select from channels where channels.site = spans.site and channels.due_at <= now())
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
comment on view gaps is 'Days without an article, from a site''s first dated article to yesterday, each with the reason as far as it is known.';
comment on column gaps.site is 'The site.';
comment on column gaps.day is 'The day in Shanghai.';
comment on column gaps.reason is 'silent as usual; silent for longer than usual; blocked; its lists could not be read; not crawled since; older than what was read of its lists, and the like.';
comment on column gaps.silent_days is 'How many such days follow each other here.';

-- What was damaged, and who is quoted --------------------------------------------------------------------------------

create view encoding_damage as
with judged as not materialized (
    select articles.site, date_trunc('month', articles.published_on)::date as month, articles.losses, articles.repairs,
        exists (
            select
            from jsonb_to_recordset(articles.codec_votes) as votes (witness text, codec text)
            where votes.witness in ('header', 'meta') and votes.codec <> articles.codec
        ) as is_otherwise
    from articles
), counted as not materialized (
    select site, month, count(*) as articles, count(*) filter (where is_otherwise) as otherwise_encoded,
        count(*) filter (where repairs <> '[]') as repaired, count(*) filter (where losses > 0) as with_losses,
        sum(losses) as losses
    from judged
    group by site, month
), named as not materialized (
    select site, month, jsonb_object_agg(name, times order by name) as repairs
    from (
        select judged.site, judged.month, steps.name, sum(steps.count) as times
        from judged
        cross join lateral jsonb_to_recordset(judged.repairs) as steps (name text, count bigint)
        group by judged.site, judged.month, steps.name
    ) as steps
    group by site, month
)
select counted.site, counted.month, counted.articles, counted.otherwise_encoded,
    round(counted.otherwise_encoded::numeric / counted.articles, 3) as share_otherwise_encoded, counted.repaired,
    coalesce(named.repairs, '{}') as repairs, counted.with_losses, counted.losses
from counted
left join named on named.site = counted.site and named.month is not distinct from counted.month;
comment on view encoding_damage is 'What was wrong with the texts of each site, month by month, and what it took to mend them.';
comment on column encoding_damage.site is 'The site.';
comment on column encoding_damage.month is 'First day of the month of publication; null for articles without a date.';
comment on column encoding_damage.articles is 'Articles.';
comment on column encoding_damage.otherwise_encoded is 'Of these, read in another encoding than their page or its server declares.';
comment on column encoding_damage.share_otherwise_encoded is 'The same as a share, 0 to 1.';
comment on column encoding_damage.repaired is 'Articles in which something was mended.';
comment on column encoding_damage.repairs is 'What was mended, by name, and how often: {"reading taken out": 114, …}.';
comment on column encoding_damage.with_losses is 'Articles with characters that could not be saved.';
comment on column encoding_damage.losses is 'These characters.';

create view sources as
select site, source, count(*) as articles,
    round(count(*) / sum(count(*)) over (partition by site), 3) as share,
    min(published_on) as first_on, max(published_on) as last_on
from articles
group by site, source;
comment on view sources is 'Whom each site quotes, and how much.';
comment on column sources.site is 'The site.';
comment on column sources.source is '来源 as printed; null where a page names none.';
comment on column sources.articles is 'Articles of that source.';
comment on column sources.share is 'Of all of the site''s, 0 to 1.';
comment on column sources.first_on is 'The earliest day.';
comment on column sources.last_on is 'The latest day.';

-- Who may read -------------------------------------------------------------------------------------------------------

-- The account that runs cppcc made the tables: it owns them and is the only one that writes. People get accounts that
-- are members of cppcc_reader:  create role zhang login password '…' in role cppcc_reader
create procedure let_read(reader name)
language plpgsql
as $$
begin
    execute format('grant usage on schema public to %I', reader);
    execute format('grant select on all tables in schema public to %I', reader);
    execute format('alter default privileges in schema public grant select on tables to %I', reader);
end
$$;
comment on procedure let_read(name) is 'Lets a role read every table and view, those to come included, and nothing else. To be called by the owner of the tables.';
revoke execute on procedure let_read(name) from public;

do $$
begin
    if not exists (select from pg_roles where rolname = 'cppcc_reader') then
        create role cppcc_reader nologin;
        comment on role cppcc_reader is 'Can read the tables of cppcc and change nothing.';
    end if;
    call let_read('cppcc_reader');
exception
    when insufficient_privilege then
        raise notice 'No role cppcc_reader. As an administrator: create role cppcc_reader; then, as the owner of the tables: call let_read(''cppcc_reader'')';
    when duplicate_object or unique_violation then -- another database of this server has made it just now
        call let_read('cppcc_reader');
end
$$;
