-- What an article is found by is kept beside its text: whoever fills the table makes the numbers where that costs least,
-- and no index makes them again. search_texts holds nothing that is not made from articles, so all of it is thrown away
-- here and every article queued: the next run makes them searchable anew, about a millisecond each. Until then searches
-- miss them.

truncate search_texts;

do $$
declare
    name text;
begin
    for name in select part from search_years loop
        execute format('drop index %I', name || '_grams');
    end loop;
end
$$;

alter table search_texts add column grams integer[] not null;
-- Numbers without a pattern: compressing them would take time and save nothing. Of text it saves a quarter, but takes
-- longer than all else that is done with the row.
alter table search_texts alter column grams set storage external, alter column folded set storage external;
-- Whoever asks for pairs gets few rows: nothing that statistics, slow to make, would help with.
alter table search_texts alter column grams set statistics 0;
comment on column search_texts.grams is 'All that the article is found by, each number once: see search_grams(). To be asked for by way of stored_grams().';

-- Not sql, which would be put in the place of its call, and its cost forgotten.
create function stored_grams(grams integer[]) returns integer[]
language plpgsql immutable strict parallel safe cost 1000 as $$
begin
    return grams;
end
$$;
comment on function stored_grams(integer[]) is 'The same numbers. The planner does not count that they stand apart from their row, and would rather read every row of a small part, or of one with much news, than its index; by this function it knows what they cost.';

create or replace view article_grams as
select article_id, site, published_at, folded, stored_grams(grams) as grams
from search_texts;
comment on view article_grams is 'Articles to be found by their words: where grams @> zh_query(''提案'').';

create or replace function index_search_year(part text) returns void language plpgsql
security definer
set search_path = public, pg_temp
-- More makes it no quicker, measured with 30,000 articles: what is built falls out of the processor's cache.
set maintenance_work_mem = '64MB'
as $$
begin
    -- Not of the whole table: each part's must come off by itself while much is put into it.
    -- Moving 500 articles from its list of news into an index of 100,000 takes 1.2 ms for each, 1,300 half of that; but
    -- every search reads through the list, in 4 ms a thousand. This is what 1,300 take.
    execute format(
        'create index %I on %I using gin (stored_grams(grams)) with (gin_pending_list_limit = 24576)',
        part || '_grams', part
    );
    execute format('alter index %I alter column 1 set statistics 0', part || '_grams');
end
$$;

create or replace function add_search_year(added integer) returns void language plpgsql
security definer
set search_path = public, pg_temp
as $$
declare
    name text := 'search_texts_' || case when added > 0 then added::text else 'undated' end;
begin
    -- of two that add the same one, the second waits here for the first
    insert into search_years (year, part) values (added, name) on conflict do nothing;
    if not found then
        return;
    end if;
    execute format('create table %I partition of search_texts for values in (%L)', name, added);
    -- the texts stand apart, so that a search goes through dates and not through texts
    execute format('alter table %I set (toast_tuple_target = 128, parallel_workers = 1)', name);
    execute format('alter table %I alter column grams set statistics 0', name);
    execute format('comment on table %I is %L', name, 'A year of search_texts.');
    execute format('comment on column %I.article_id is %L', name, 'The article.');
    execute format('comment on column %I.year is %L', name, 'The same in every row.');
    execute format('comment on column %I.site is %L', name, 'As in articles.');
    execute format('comment on column %I.published_at is %L', name, 'As in articles.');
    execute format('comment on column %I.folded is %L', name, 'Title and body, folded.');
    execute format('comment on column %I.grams is %L', name, 'What it is found by.');
    perform index_search_year(name);
end
$$;

do $$
declare
    name text;
begin
    for name in select part from search_years loop
        execute format('comment on column %I.grams is %L', name, 'What it is found by.');
        perform index_search_year(name);
    end loop;
end
$$;

drop function fill_search_year(integer);

create function unindex_search_year(filled integer) returns void language plpgsql
security definer
set search_path = public, pg_temp
as $$
begin
    perform add_search_year(filled);
    execute (
        select format('drop index if exists %I', part || '_grams') from search_years where search_years.year = filled
    );
end
$$;
comment on function unindex_search_year(integer) is 'Takes the index of pairs off a year''s partition, so that much can be put into it; index_search_year() makes it anew. Searches of the year wait for the transaction to end.';
revoke execute on function unindex_search_year(integer) from public;

create or replace function search_articles(
    query text,
    site text default null,
    since date default null,
    until date default null,
    order_by text default 'newest',
    max_rows integer default 20
)
returns setof search_result
language plpgsql
stable
-- A plan for any query whatever is a plan for none, and Postgres would take it after a few: each is planned for itself.
set plan_cache_mode = force_custom_plan
set jit = off
as $$
#variable_conflict use_column
declare
    best_of constant integer := 200;
    asked_site constant text := site;
    from_time constant timestamptz := since::timestamp at time zone 'Asia/Shanghai';
    to_time constant timestamptz := (until + 1)::timestamp at time zone 'Asia/Shanghai';
    required text[];
    excluded text[];
    wanted integer[];
    years integer[];
    chunk integer[];
    place integer := 1;
    span integer := 1;
    some_ids bigint[];
    some_ranks real[];
    ids bigint[] := '{}';
    ranks real[] := '{}';
    enough integer := max_rows;
begin
    if order_by not in ('newest', 'best') then
        raise exception 'order_by is newest or best, not %', order_by using errcode = 'invalid_parameter_value';
    end if;
    if order_by = 'best' then
        enough := greatest(max_rows, best_of);
    end if;
    select terms.required, terms.excluded into required, excluded from search_terms(query) as terms;
    if required = '{}' and excluded = '{}' or query is null then
        return;
    end if;
    wanted := zh_query(array_to_string(required, ' '));
    if asked_site is not null then
        wanted := wanted || site_gram(asked_site);
    end if;
    select array_agg(year order by year desc) into years
    from search_years
    where (since is null or year >= extract(year from since)) and (until is null or year <= extract(year from until))
        or year = 0;
    -- First a look at the newest articles, whatever they say: a common word is in enough of them.
    if asked_site is null then
        select array_agg(found.article_id), array_agg(found.rank) into ids, ranks
        from (
            select hit.article_id, case when order_by = 'best' then search_rank(hit.folded, required) end as rank
            from (
                select texts.article_id, texts.folded
                from search_texts as texts
                where texts.year = any (years[1:3])
                    and (from_time is null or texts.published_at >= from_time)
                    and (to_time is null or texts.published_at < to_time)
                order by texts.published_at desc nulls last, texts.article_id desc
                limit greatest(200, 5 * enough)
            ) as hit
            where not exists (select from unnest(required) as word where strpos(hit.folded, word) = 0)
                and not exists (select from unnest(excluded) as word where strpos(hit.folded, word) > 0)
            limit enough
        ) as found;
        if cardinality(ids) >= enough then
            place := cardinality(years) + 1;
        else
            ids := '{}';
            ranks := '{}';
        end if;
    end if;
    -- Then from the newest year on, more at a time the longer too little is found: no word is common any more.
    while place <= cardinality(years) and cardinality(ids) < enough loop
        chunk := years[place : place + span - 1];
        place := place + span;
        span := span * 2;
        select array_agg(found.article_id), array_agg(found.rank) into some_ids, some_ranks
        from (
            select hit.article_id, case when order_by = 'best' then search_rank(hit.folded, required) end as rank
            from (
                select texts.article_id, texts.folded
                from search_texts as texts
                where texts.year = any (chunk)
                    and (wanted = '{}' or stored_grams(texts.grams) @> wanted)
                    and (asked_site is null or texts.site = asked_site)
                    and (from_time is null or texts.published_at >= from_time)
                    and (to_time is null or texts.published_at < to_time)
                order by texts.published_at desc nulls last, texts.article_id desc
                offset 0
            ) as hit
            -- pairs side by side are not yet a word, so the text itself is asked; of the rows shown alone
            where not exists (select from unnest(required) as word where strpos(hit.folded, word) = 0)
                and not exists (select from unnest(excluded) as word where strpos(hit.folded, word) > 0)
            limit enough - cardinality(ids)
        ) as found;
        ids := ids || some_ids;
        ranks := ranks || some_ranks;
    end loop;
    return query
    select
        articles.id,
        articles.site,
        articles.published_at,
        articles.title,
        search_snippet(articles.title, articles.body, required),
        shown.rank
    from (
        select id, rank, number
        from unnest(ids, ranks) with ordinality as found (id, rank, number)
        order by rank desc nulls last, number
        limit max_rows
    ) as shown
    join articles on articles.id = shown.id
    order by shown.rank desc nulls last, shown.number;
end
$$;

insert into search_queue (article_id, year, is_new)
select id, search_year(published_at), true
from articles
on conflict (article_id) do update set is_new = true;
