-- What the crawl remembers: how each list was found, which sites turned it away, which articles it still owes, earlier
-- texts of articles that changed, links that lead away, and how far the reading of archives has come.

-- Runs ---------------------------------------------------------------------------------------------------------------

alter table runs add column kind text not null default 'daily' check (kind in ('daily', 'backfill', 'attachments'));
comment on column runs.kind is 'daily (what is new), backfill (older list pages; others may run between its parts) or attachments (files of articles).';

create table channel_runs (
    run_id bigint not null references runs on delete cascade,
    site text not null references sites,
    channel text not null,
    pages integer not null,
    listed integer not null,
    new integer not null,
    known integer not null,
    linked integer not null,
    stopped_because text not null,
    failure text,
    oldest_on date,
    primary key (run_id, site, channel)
);
comment on table channel_runs is 'What one run read of one list, and why it read no further.';
comment on column channel_runs.run_id is 'The run.';
comment on column channel_runs.site is 'The site.';
comment on column channel_runs.channel is 'Name of the list, such as 要闻.';
comment on column channel_runs.pages is 'List pages read.';
comment on column channel_runs.listed is 'Different articles seen.';
comment on column channel_runs.new is 'Of these, the ones asked for; another list of the site may have asked first.';
comment on column channel_runs.known is 'Of these, the ones known before.';
comment on column channel_runs.linked is 'Rows that lead to other hosts; see links.';
comment on column channel_runs.stopped_because is 'Why no further page was read: page of known articles, not modified, last page, failed and the like.';
comment on column channel_runs.failure is 'What went wrong with the list; null for most.';
comment on column channel_runs.oldest_on is 'The oldest day a row showed.';

create table warnings (
    run_id bigint not null references runs on delete cascade,
    site text not null references sites,
    words text not null,
    primary key (run_id, site, words)
);
comment on table warnings is 'What a run did for a site that somebody should know of, such as asking it by http.';
comment on column warnings.run_id is 'The run.';
comment on column warnings.site is 'The site.';
comment on column warnings.words is 'What was done and why.';

-- Conditional requests send these back.
alter table fetches add column etag text, add column last_modified text;
comment on column fetches.etag is 'The response''s ETag; null if it had none.';
comment on column fetches.last_modified is 'The response''s Last-Modified, as sent; null if it had none.';

-- What each site was asked today: its daily budget.
create index fetches_fetched_at on fetches (fetched_at, site);

-- The crawl's memory -------------------------------------------------------------------------------------------------

create table channels (
    site text not null references sites,
    name text not null,
    url text not null,
    etag text,
    last_modified text,
    list_hash text,
    covers_from date,
    newest date[] not null,
    is_settled boolean not null,
    every interval not null,
    due_at timestamptz not null,
    read_at timestamptz not null,
    changed_at timestamptz not null,
    new_at timestamptz,
    soft_failures integer not null default 0,
    hard_failures integer not null default 0,
    failure text,
    primary key (site, name)
);
comment on table channels is 'What the crawl remembers of each list it has read: one row a list.';
comment on column channels.site is 'The site.';
comment on column channels.name is 'Name of the list, such as 要闻.';
comment on column channels.url is 'Its first page; where the site lists name another, what is remembered no longer counts.';
comment on column channels.etag is 'ETag of the first page as last read.';
comment on column channels.last_modified is 'Last-Modified of the first page as last read.';
comment on column channels.list_hash is 'Hash of the addresses on the first page: whether the list itself changed.';
comment on column channels.covers_from is 'Day of the last row on the first page; null where rows show no day, and where that page is the whole list.';
comment on column channels.newest is 'The five latest days its first page has shown, newest first, future ones left out: its rhythm.';
comment on column channels.is_settled is 'False after a reading that was cut short: the next one goes past pages of known articles.';
comment on column channels.every is 'How long until it is read again, by its own rhythm.';
comment on column channels.due_at is 'When it is read again by a run that names no site.';
comment on column channels.read_at is 'When it was last asked for.';
comment on column channels.changed_at is 'When its first page was last seen to differ.';
comment on column channels.new_at is 'When it last brought a new article; null if it never has.';
comment on column channels.soft_failures is 'Failures in a row that may pass by themselves: timeouts, status 500 and the like.';
comment on column channels.hard_failures is 'Failures in a row that will not: status 404, no rows (a redesign), robots.txt and the like.';
comment on column channels.failure is 'The last failure; null once it was read again.';

create table site_blocks (
    site text primary key references sites,
    sign text not null,
    times integer not null,
    since timestamptz not null,
    until timestamptz not null
);
comment on table site_blocks is 'Sites that turned the crawl away: they are asked nothing until the time is over. The row goes once a page came.';
comment on column site_blocks.site is 'The site.';
comment on column site_blocks.sign is 'What it answered: a status, or the sign of a challenge page.';
comment on column site_blocks.times is 'How often in a row; the wait doubles each time.';
comment on column site_blocks.since is 'When it first did.';
comment on column site_blocks.until is 'Until when it is left alone.';

create table retries (
    url text primary key,
    site text not null references sites,
    channel text not null,
    listed_title text,
    listed_on date,
    reason text not null,
    tries integer not null,
    first_failed_at timestamptz not null,
    due_at timestamptz not null,
    given_up boolean not null default false
);
comment on table retries is 'Articles that were asked for in vain and are asked for again, whether a list still shows them or not.';
comment on column retries.url is 'The address as listed.';
comment on column retries.site is 'The site.';
comment on column retries.channel is 'The list it stood in.';
comment on column retries.listed_title is 'Its title there.';
comment on column retries.listed_on is 'Its day there.';
comment on column retries.reason is 'Why the last try brought nothing.';
comment on column retries.tries is 'How often it was asked for.';
comment on column retries.first_failed_at is 'When it first failed.';
comment on column retries.due_at is 'When it is asked for again.';
comment on column retries.given_up is 'True when it is asked for no more: after 10 tries, or 3 where the reason will not pass by itself.';

-- The ones to be asked for today.
create index retries_due on retries (site, due_at) where not given_up;

create table links (
    site text not null references sites,
    url text not null,
    channel text not null,
    title text not null,
    listed_on date,
    first_seen timestamptz not null,
    primary key (site, url)
);
comment on table links is 'Rows of lists that lead to other hosts, such as WeChat or a newspaper: what a committee points at. Their pages are not fetched.';
comment on column links.site is 'The site whose list it stands in.';
comment on column links.url is 'Where it leads.';
comment on column links.channel is 'The list.';
comment on column links.title is 'What the row says.';
comment on column links.listed_on is 'The day the row shows.';
comment on column links.first_seen is 'When it was first seen.';

create table backfills (
    id bigint generated always as identity primary key,
    site text not null references sites,
    channel text not null,
    since date,
    until date,
    first_page integer not null default 1,
    last_page integer,
    state text not null default 'open' check (state in ('open', 'done')),
    next_url text,
    next_page integer not null default 1,
    listed integer not null default 0,
    new integer not null default 0,
    oldest_on date,
    stopped_because text,
    updated_at timestamptz not null default now(),
    unique nulls not distinct (site, channel, since, until, first_page, last_page)
);
comment on table backfills is 'The reading of one list''s older pages: what was asked, and how far it has come. The same order again goes on from there.';
comment on column backfills.id is 'Number of the row.';
comment on column backfills.site is 'The site.';
comment on column backfills.channel is 'The list.';
comment on column backfills.since is 'The first day that was asked for; null for all.';
comment on column backfills.until is 'The last day that was asked for; null for all.';
comment on column backfills.first_page is 'The first list page whose articles were asked for.';
comment on column backfills.last_page is 'The last one; null for all.';
comment on column backfills.state is 'open, or done.';
comment on column backfills.next_url is 'The list page to go on with; null at the beginning.';
comment on column backfills.next_page is 'Its number, counted from 1.';
comment on column backfills.listed is 'Articles seen so far.';
comment on column backfills.new is 'Of these, the ones asked for.';
comment on column backfills.oldest_on is 'The oldest day seen so far.';
comment on column backfills.stopped_because is 'Why the last part stopped; of one that is done, where the archive ends.';
comment on column backfills.updated_at is 'When it last went on.';

-- The articles -------------------------------------------------------------------------------------------------------

create table article_versions (
    id bigint generated always as identity primary key,
    article_id bigint not null references articles on delete cascade,
    title text not null,
    body text not null,
    published_at timestamptz,
    source text,
    author text,
    editor text,
    column_name text,
    media jsonb not null,
    text_hash bytea not null,
    rules_version text not null,
    fetch_id bigint not null references fetches,
    first_run bigint not null references runs,
    last_seen timestamptz not null,
    replaced_at timestamptz not null default now()
);
comment on table article_versions is 'What an article said before it changed; the current text is in articles. Kept by a trigger, whoever changes the row.';
comment on column article_versions.id is 'Number of the version; of one article''s, the higher the later.';
comment on column article_versions.article_id is 'The article.';
comment on column article_versions.title is '标题, then.';
comment on column article_versions.body is '正文, then.';
comment on column article_versions.published_at is '发布时间, then.';
comment on column article_versions.source is '来源, then.';
comment on column article_versions.author is '作者, then.';
comment on column article_versions.editor is '责任编辑, then.';
comment on column article_versions.column_name is '栏目, then.';
comment on column article_versions.media is 'Pictures and files, then.';
comment on column article_versions.text_hash is 'Of the text then; equal to the current one''s if only marks or fields differ.';
comment on column article_versions.rules_version is 'Version of the rules that made it: where it differs, the page may be the same.';
comment on column article_versions.fetch_id is 'The landed response it was read from.';
comment on column article_versions.first_run is 'The run that brought the article first.';
comment on column article_versions.last_seen is 'When the page was last seen so.';
comment on column article_versions.replaced_at is 'When this text was replaced.';

-- The versions of one article, in order.
create index article_versions_article on article_versions (article_id, id);

create function keep_article_version() returns trigger
language plpgsql
as $$
begin
    insert into article_versions (
        article_id, title, body, published_at, source, author, editor, column_name, media, text_hash, rules_version,
        fetch_id, first_run, last_seen
    )
    values (
        old.id, old.title, old.body, old.published_at, old.source, old.author, old.editor, old.column_name, old.media,
        old.text_hash, old.rules_version, old.fetch_id, old.first_run, old.last_seen
    );
    return null;
end
$$;
comment on function keep_article_version() is 'Puts what an article said before a change into article_versions.';

create trigger keep_version
after update on articles
for each row
when (
    (old.title, old.body, old.published_at, old.source, old.author, old.editor, old.column_name, old.media)
    is distinct from
    (new.title, new.body, new.published_at, new.source, new.author, new.editor, new.column_name, new.media)
)
execute function keep_article_version();

alter table articles add column gone_at timestamptz;
comment on column articles.gone_at is 'When its page was first found to be taken down (404 or 410); null as long as it stands.';

-- A view keeps the columns of the day it was made.
drop view unique_articles;
create view unique_articles as
select distinct on (text_hash) *
from articles
where unfit is null
order by text_hash, published_at nulls last, id;
comment on view unique_articles is 'One row a text: of exact reprints the one published first, then the one found first. Unfit articles are left out.';

create table attachments (
    url text primary key,
    site text not null references sites,
    content_type text,
    size bigint not null,
    sha256 bytea not null check (octet_length(sha256) = 32),
    fetch_id bigint not null references fetches,
    fetched_at timestamptz not null
);
comment on table attachments is 'Files that articles offer and that were fetched (cppcc attachments); articles.media names them. The bytes are in the WARC file of the fetch.';
comment on column attachments.url is 'Address of the file, as in articles.media.';
comment on column attachments.site is 'The site that was asked.';
comment on column attachments.content_type is 'The Content-Type it was sent with.';
comment on column attachments.size is 'Length in bytes.';
comment on column attachments.sha256 is 'Its checksum: equal files have equal ones.';
comment on column attachments.fetch_id is 'The landed response; see fetches.';
comment on column attachments.fetched_at is 'When it was fetched.';

-- The same file under several addresses.
create index attachments_sha256 on attachments (sha256);

-- Recent articles are asked for again; these are few.
create index articles_first_seen on articles (site, first_seen);
