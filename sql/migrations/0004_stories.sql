-- Stories: articles that say the same, whoever carried them, in other words, shorter or longer.
-- What is compared are texts. Articles of equal text_hash have one text between them, so that a text that 500 sites
-- carry to the letter is compared once. Nothing here is written when an article is, but for a note in unsorted_texts.

create table texts (
    id bigint generated always as identity primary key,
    text_hash bytea not null unique check (octet_length(text_hash) = 16),
    story bigint not null
);
comment on table texts is 'Different texts of articles, and the story each belongs to. Texts of unfit articles alone, and of less than 60 letters, have no row and no story.';
comment on column texts.id is 'Number of the text.';
comment on column texts.text_hash is 'As in articles: every article with it carries this text.';
comment on column texts.story is 'The story: the least number of its texts.';

-- The texts of a story.
create index texts_story on texts (story);

-- Beside texts, whose rows change with their stories: this index is much dearer to write than all of the rest.
create table text_keys (
    text_id bigint primary key references texts on delete cascade,
    keys integer[] not null
);
comment on table text_keys is 'The signature of each text, by which texts like it are found.';
comment on column text_keys.text_id is 'The text.';
comment on column text_keys.keys is 'Its signature: texts that share one of these numbers are compared.';

-- Which texts share a number? Without a pending list: every look-up would have to read it, and each batch looks up.
create index text_keys_keys on text_keys using gin (keys) with (fastupdate = off);

create table common_keys (
    key integer primary key,
    samples bigint[] not null
);
comment on table common_keys is 'Numbers that very many signatures hold, such as those of set phrases: their samples are looked up, not all their texts, so that a look-up costs the same however large the store is.';
comment on column common_keys.key is 'As in text_keys.keys.';
comment on column common_keys.samples is 'The first of its texts.';

create table text_pairs (
    one bigint not null references texts on delete cascade,
    other bigint not null references texts on delete cascade,
    reason text not null check (reason in ('near copy', 'part of')),
    similarity real not null check (similarity between 0 and 1),
    kept_of_one real not null check (kept_of_one between 0 and 1),
    kept_of_other real not null check (kept_of_other between 0 and 1),
    primary key (one, other),
    check (one < other)
);
comment on table text_pairs is 'Texts that were compared and found to be one story; a story is whatever hangs together by such pairs.';
comment on column text_pairs.one is 'The text with the lower number.';
comment on column text_pairs.other is 'The text with the higher one.';
comment on column text_pairs.reason is 'near copy (changed all over, or framed), or part of (the shorter stands in the longer).';
comment on column text_pairs.similarity is '0 to 1: what both have, of all that either has; of a part, the share of it that stands in the whole.';
comment on column text_pairs.kept_of_one is 'The share of one that other has.';
comment on column text_pairs.kept_of_other is 'The share of other that one has.';

-- The pairs of a text from its other side.
create index text_pairs_other on text_pairs (other);

create table unsorted_texts (
    id bigint generated always as identity primary key,
    text_hash bytea not null
);
comment on table unsorted_texts is 'Texts that came or went with an article and have not been looked at since; the next run does, if this one was killed.';
comment on column unsorted_texts.id is 'Number of the row.';
comment on column unsorted_texts.text_hash is 'As in articles.';

create function note_new_texts() returns trigger
language plpgsql
as $$
begin
    insert into unsorted_texts (text_hash)
    select distinct text_hash
    from written
    where unfit is null;
    return null;
end
$$;
comment on function note_new_texts() is 'Puts the texts of new articles into unsorted_texts.';

create function note_changed_text() returns trigger
language plpgsql
as $$
begin
    insert into unsorted_texts (text_hash) values (old.text_hash);
    if tg_op = 'UPDATE' and new.text_hash <> old.text_hash then
        insert into unsorted_texts (text_hash) values (new.text_hash);
    end if;
    return null;
end
$$;
comment on function note_changed_text() is 'Puts what an article said, and what it says now, into unsorted_texts.';

create trigger note_new_texts
after insert on articles
referencing new table as written
for each statement
execute function note_new_texts();

create trigger note_changed_text
after update on articles
for each row
when ((old.text_hash, old.unfit is null) is distinct from (new.text_hash, new.unfit is null))
execute function note_changed_text();

create trigger note_deleted_text
after delete on articles
for each row
execute function note_changed_text();

insert into unsorted_texts (text_hash)
select distinct text_hash
from articles
where unfit is null;

-- Reading ------------------------------------------------------------------------------------------------------------

create view story_leaders as
select distinct on (texts.story)
    texts.story,
    articles.id as article_id,
    texts.id as text_id,
    articles.site,
    articles.title,
    articles.url,
    articles.published_at
from texts
join articles using (text_hash)
join sites on sites.key = articles.site
where articles.unfit is null
order by
    texts.story,
    (articles.published_at at time zone 'Asia/Shanghai')::date nulls last,
    array_position(array['national', 'provincial', 'sub-provincial', 'prefecture', 'county'], sites.level),
    articles.published_at nulls last,
    articles.id;
comment on view story_leaders is 'The article that stands for each story: published on the earliest day; of that day, the one of the highest committee, then the earliest, then the lowest number. Days come first because many pages give no time.';

create view stories as
select
    story_leaders.story,
    story_leaders.article_id,
    story_leaders.title,
    story_leaders.site,
    story_leaders.published_at,
    story_leaders.url,
    counted.members,
    counted.sites,
    counted.first_day,
    counted.last_day
from story_leaders
join (
    select
        texts.story,
        count(*) as members,
        count(distinct articles.site) as sites,
        min(articles.published_at at time zone 'Asia/Shanghai')::date as first_day,
        max(articles.published_at at time zone 'Asia/Shanghai')::date as last_day
    from texts
    join articles using (text_hash)
    where articles.unfit is null
    group by texts.story
) as counted using (story);
comment on view stories is 'One row a story: the article that leads it (title, site, published_at, url; see story_leaders), how many articles on how many sites it has, and its first and last day in Shanghai. Most have one member. Unfit articles and those of less than 60 letters are in none.';

create view reprints as
select
    story_leaders.story,
    articles.id as article_id,
    articles.site,
    articles.title,
    articles.url,
    articles.published_at,
    articles.published_at - story_leaders.published_at as later,
    case when texts.id = story_leaders.text_id then 'same text' else pairs.reason end as reason,
    case when texts.id = story_leaders.text_id then 1 else pairs.similarity end as similarity,
    case
        when texts.id = story_leaders.text_id then 1
        when pairs.one = texts.id then pairs.kept_of_other
        else pairs.kept_of_one
    end as kept,
    story_leaders.article_id as leader_id,
    story_leaders.site as leader_site,
    story_leaders.title as leader_title
from story_leaders
join texts using (story)
join articles using (text_hash)
left join text_pairs as pairs
    on pairs.one = least(texts.id, story_leaders.text_id) and pairs.other = greatest(texts.id, story_leaders.text_id)
where articles.unfit is null and articles.id <> story_leaders.article_id;
comment on view reprints is 'Who carried a story after the article that leads it: how much later, by what it is the same story (reason, similarity), and the share of the leader''s text that was kept. These three are null where a third text links the two. A day without a time counts from midnight.';
