-- The store. Applied once, in one transaction, to an empty database; migrations/ holds what came later.
-- Sections: the store itself, the registry, runs and where pages were landed, the articles, reading.

-- The store itself ---------------------------------------------------------------------------------------------------

create table migrations (
    name text primary key,
    applied_at timestamptz not null default now()
);
comment on table migrations is 'What has been done to this schema.';
comment on column migrations.name is 'File in sql/migrations without its ending; schema is sql/schema.sql itself.';
comment on column migrations.applied_at is 'When it was applied.';

insert into migrations (name) values ('schema');

-- The registry -------------------------------------------------------------------------------------------------------

create table sites (
    key text primary key,
    name text not null,
    level text not null check (level in ('national', 'provincial', 'sub-provincial', 'prefecture', 'county')),
    adcode text not null check (adcode ~ '^\d{6}$'),
    base_url text not null,
    dialect text not null,
    confidence text not null check (confidence in ('confirmed', 'inferred', 'guess', 'replica')),
    enabled boolean not null,
    updated_at timestamptz not null default now()
);
comment on table sites is 'One committee''s website a row, copied from the site lists at every run.';
comment on column sites.key is 'Short name, used everywhere.';
comment on column sites.name is 'The committee''s name in Chinese.';
comment on column sites.level is 'national, provincial, sub-provincial, prefecture or county.';
comment on column sites.adcode is 'GB/T 2260 code of the region, six digits; 000000 is the national committee.';
comment on column sites.base_url is 'Home page.';
comment on column sites.dialect is 'The family of content management systems its lists are read as.';
comment on column sites.confidence is 'How sure we are of the block: confirmed, inferred, guess, or replica for the built-in test web.';
comment on column sites.enabled is 'Whether a run without site names includes it.';
comment on column sites.updated_at is 'When the row last changed.';

-- Runs, and where pages were landed ----------------------------------------------------------------------------------

create table runs (
    id bigint generated always as identity primary key,
    started_at timestamptz not null default now(),
    finished_at timestamptz,
    status text not null default 'running' check (status in ('running', 'done', 'failed', 'interrupted')),
    asked text[] not null,
    receipt text,
    rules_version text not null,
    error text,
    check ((status = 'running') = (finished_at is null))
);
comment on table runs is 'One run of the crawler a row.';
comment on column runs.id is 'Number of the run.';
comment on column runs.started_at is 'When it began.';
comment on column runs.finished_at is 'When it ended; null while it runs, and after a crash until the next run notices.';
comment on column runs.status is 'running, done, failed (see error), or interrupted (its landed pages are loaded by the next run).';
comment on column runs.asked is 'The words that chose the sites; empty means every enabled site.';
comment on column runs.receipt is 'File that lists what the crawl landed.';
comment on column runs.rules_version is 'Version of the extraction and repair rules it ran with.';
comment on column runs.error is 'What went wrong, in words.';

create table site_runs (
    run_id bigint not null references runs on delete cascade,
    site text not null references sites,
    listed integer not null,
    new integer not null,
    changed integer not null,
    unchanged integer not null,
    rejected integer not null,
    failed integer not null,
    stopped_because text,
    primary key (run_id, site)
);
comment on table site_runs is 'What one run found on one site.';
comment on column site_runs.run_id is 'The run.';
comment on column site_runs.site is 'The site.';
comment on column site_runs.listed is 'Items seen on list pages.';
comment on column site_runs.new is 'Articles that were not in the store.';
comment on column site_runs.changed is 'Articles whose row was replaced: the page or our rules had changed.';
comment on column site_runs.unchanged is 'Articles read again with nothing new.';
comment on column site_runs.rejected is 'Pages that gave no article; see rejected.';
comment on column site_runs.failed is 'Requests that brought no page.';
comment on column site_runs.stopped_because is 'Why the crawl of the site ended.';

create table fetches (
    id bigint generated always as identity primary key,
    run_id bigint not null references runs,
    site text not null references sites,
    url text not null,
    asked text,
    kind text not null check (kind in ('list', 'article', 'other')),
    status integer not null,
    fetched_at timestamptz not null,
    warc_file text not null,
    warc_offset bigint not null,
    warc_length bigint not null,
    unique (warc_file, warc_offset)
);
comment on table fetches is 'One landed response a row: where its bytes are, as the site sent them.';
comment on column fetches.id is 'Number of the response.';
comment on column fetches.run_id is 'The run that landed it.';
comment on column fetches.site is 'The site that was asked.';
comment on column fetches.url is 'The address that answered.';
comment on column fetches.asked is 'The address a list named, where a redirect led from it to url; else null.';
comment on column fetches.kind is 'list, article or other.';
comment on column fetches.status is 'HTTP status code.';
comment on column fetches.fetched_at is 'When the response arrived.';
comment on column fetches.warc_file is 'WARC file, relative to the folder of landed files.';
comment on column fetches.warc_offset is 'Where its record begins in the file, in bytes.';
comment on column fetches.warc_length is 'Length of its record, in bytes as stored.';

-- Which listed addresses are known although their articles answer elsewhere.
create index fetches_asked on fetches (site, asked) where asked is not null;

-- All fetches of one address, newest first: "what did this page look like before?"
create index fetches_url on fetches (url, fetched_at desc);

create table failures (
    run_id bigint not null references runs on delete cascade,
    site text not null references sites,
    channel text not null,
    kind text not null check (kind in ('list', 'article', 'other')),
    url text not null,
    reason text not null,
    primary key (run_id, url)
);
comment on table failures is 'Requests of a run that brought nothing to clean. The next run asks again, unless the reason is final.';
comment on column failures.run_id is 'The run.';
comment on column failures.site is 'The site that was asked.';
comment on column failures.channel is 'The list it belongs to; empty for what belongs to none.';
comment on column failures.kind is 'list, article or other.';
comment on column failures.url is 'The address that was asked for.';
comment on column failures.reason is 'Why: status 500, timeout, Forbidden by robots.txt and the like.';

-- The articles -------------------------------------------------------------------------------------------------------

create table articles (
    id bigint generated always as identity primary key,
    site text not null references sites,
    channel text not null,
    column_name text,
    title text not null,
    published_at timestamptz,
    published_precision text check (published_precision in ('second', 'minute', 'day')),
    source text,
    author text,
    editor text,
    url text not null unique,
    body text not null,
    flags text[] not null,
    losses integer not null check (losses >= 0),
    repairs jsonb not null,
    codec text not null,
    codec_confidence real not null check (codec_confidence between 0 and 1),
    codec_votes jsonb not null,
    simplified text,
    unfit text,
    text_hash bytea not null check (octet_length(text_hash) = 16),
    rules_version text not null,
    fetch_id bigint not null references fetches,
    first_run bigint not null references runs,
    last_run bigint not null references runs,
    first_seen timestamptz not null,
    last_seen timestamptz not null,
    check ((published_at is null) = (published_precision is null))
);
comment on table articles is 'One news item a row, clean. Reprints on other addresses have rows of their own; see unique_articles.';
comment on column articles.id is 'Number of the article; never changes.';
comment on column articles.site is 'Key of the site it was first found on; see sites.';
comment on column articles.channel is 'The list of the site it was first found on, such as 要闻.';
comment on column articles.column_name is '栏目, as the page itself names it.';
comment on column articles.title is '标题.';
comment on column articles.published_at is '发布时间; null if the page gives none.';
comment on column articles.published_precision is 'How exact published_at is: second, minute or day (then the time is 00:00 in Shanghai).';
comment on column articles.source is '来源, as printed.';
comment on column articles.author is '作者 or 记者, as printed.';
comment on column articles.editor is '责任编辑, as printed.';
comment on column articles.url is 'Address of the page; one row an address.';
comment on column articles.body is '正文, a paragraph a line.';
comment on column articles.flags is 'What a reader should know before trusting the text; empty for most.';
comment on column articles.losses is 'Characters that could not be saved; 0 for most.';
comment on column articles.repairs is 'What was mended: [{"name": …, "count": …}, …].';
comment on column articles.codec is 'The character encoding the page was read as.';
comment on column articles.codec_confidence is '0 to 1: how much the text looks like what the codec should give.';
comment on column articles.codec_votes is 'Who said what of the encoding: [{"witness": …, "codec": …}, …].';
comment on column articles.simplified is 'Title and body in simplified characters, for search, where the article is in traditional ones; else null.';
comment on column articles.unfit is 'Why it is kept out of unique_articles: its text is not what anybody wrote, such as spun text; else null.';
comment on column articles.text_hash is 'Equal for texts that differ in script, width, punctuation or white space alone.';
comment on column articles.rules_version is 'Version of the rules that made this row''s content.';
comment on column articles.fetch_id is 'The landed response it was last read from; see fetches.';
comment on column articles.first_run is 'The run that brought it first.';
comment on column articles.last_run is 'The run that last brought or changed it.';
comment on column articles.first_seen is 'When the page was first fetched.';
comment on column articles.last_seen is 'When the page was last fetched.';

-- A site's news, newest first: the first thing anybody asks for.
create index articles_site_published_at on articles (site, published_at desc nulls last, id desc);
-- Everybody's news, newest first, and any range of dates.
create index articles_published_at on articles (published_at desc nulls last, id desc);
-- The members of one text: unique_articles, and "where else did this appear?"
create index articles_text_hash on articles (text_hash);

create table rejected (
    id bigint generated always as identity primary key,
    site text not null references sites,
    channel text not null,
    url text not null unique,
    reason text not null,
    detail text not null,
    rules_version text not null,
    fetch_id bigint not null references fetches,
    first_seen timestamptz not null,
    last_seen timestamptz not null
);
comment on table rejected is 'A page that gave no article, and why. It leaves this table when better rules make one of it.';
comment on column rejected.id is 'Number of the row.';
comment on column rejected.site is 'Key of the site it was first found on; see sites.';
comment on column rejected.channel is 'The list of the site it was first found on.';
comment on column rejected.url is 'Address of the page; one row an address.';
comment on column rejected.reason is 'A short fixed phrase to count by.';
comment on column rejected.detail is 'What exactly was found.';
comment on column rejected.rules_version is 'Version of the rules that rejected it.';
comment on column rejected.fetch_id is 'The landed response; see fetches.';
comment on column rejected.first_seen is 'When the page was first fetched.';
comment on column rejected.last_seen is 'When the page was last fetched.';

-- What went wrong where: counted by site and reason after every run.
create index rejected_site_reason on rejected (site, reason);

-- Reading ------------------------------------------------------------------------------------------------------------

create view unique_articles as
select distinct on (text_hash) *
from articles
where unfit is null
order by text_hash, published_at nulls last, id;
comment on view unique_articles is 'One row a text: of exact reprints the one published first, then the one found first. Unfit articles are left out.';
