-- An account that runs cppcc and owns nothing: it fills the tables, and can neither change nor drop them.
--   create role zx login password '…' in role cppcc_writer
-- The owner still has to open the database once after each update of the program, to bring the tables up to date.

-- What makes partitions and their indexes does so as the owner, whoever calls it.
alter function index_search_year(text) security definer set search_path = public, pg_temp;
alter function add_search_year(integer) security definer set search_path = public, pg_temp;
alter function fill_search_year(integer) security definer set search_path = public, pg_temp;

create function flush_search_years(years integer[]) returns void language sql
security definer
set search_path = public, pg_temp
as $$
    select gin_clean_pending_list(format('%I', part || '_grams')::regclass)
    from search_years
    where year = any (years)
$$;
comment on function flush_search_years(integer[]) is 'Moves what was put into these years'' indexes lately from their lists of news, which every search reads through.';

revoke execute on function index_search_year(text), add_search_year(integer), fill_search_year(integer), flush_search_years(integer[]) from public;

create procedure let_write(writer name)
language plpgsql
as $$
begin
    execute format('grant usage on schema public to %I', writer);
    execute format('grant select, insert, update, delete on all tables in schema public to %I', writer);
    execute format('grant usage on all sequences in schema public to %I', writer);
    execute format('grant execute on all functions in schema public to %I', writer);
    execute format('alter default privileges in schema public grant select, insert, update, delete on tables to %I', writer);
    execute format('alter default privileges in schema public grant usage on sequences to %I', writer);
    execute format('alter default privileges in schema public grant execute on functions to %I', writer);
    execute format('revoke insert, update, delete on migrations from %I', writer);
end
$$;
comment on procedure let_write(name) is 'Lets a role fill every table, those to come included, and change none. To be called by the owner of the tables.';
revoke execute on procedure let_write(name) from public;

do $$
begin
    if not exists (select from pg_roles where rolname = 'cppcc_writer') then
        create role cppcc_writer nologin;
        comment on role cppcc_writer is 'Can fill the tables of cppcc, and can neither change nor drop them.';
    end if;
    call let_write('cppcc_writer');
exception
    when insufficient_privilege then
        raise notice 'No role cppcc_writer. As an administrator: create role cppcc_writer; then, as the owner of the tables: call let_write(''cppcc_writer'')';
    when duplicate_object or unique_violation then -- another database of this server has made it just now
        call let_write('cppcc_writer');
end
$$;
