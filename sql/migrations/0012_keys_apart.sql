-- Texts like a new one are looked up in rows of a b-tree, no longer in arrays under a GIN index: with a million texts
-- a look-up takes a third of the time, and so does a new text. And a sketch of each text tells, of most texts that
-- share some numbers with a new one, that they are no story with it, before their words are read.

alter table text_keys rename to text_signatures;
alter table text_signatures rename constraint text_keys_pkey to text_signatures_pkey;
alter table text_signatures rename constraint text_keys_text_id_fkey to text_signatures_text_id_fkey;
drop index text_keys_keys;
alter table text_signatures
    add column sketch bytea check (octet_length(sketch) = 128),
    add column trigrams integer;
comment on table text_signatures is 'What is kept of each text to find texts like it.';
comment on column text_signatures.keys is 'Its numbers: texts that share some are compared.';
comment on column text_signatures.sketch is 'A byte for each bin of a MinHash over its trigrams, 0 for an empty bin: texts agree in about as many as their Jaccard index says. Null for texts sorted before it was kept.';
comment on column text_signatures.trigrams is 'How many different trigrams it has. Null as sketch is.';

-- No foreign key, which would ask for the text once for each of its numbers; a trigger stands for it.
create table text_keys (
    key integer not null,
    text_id integer not null,
    primary key (key, text_id)
);
comment on table text_keys is 'Which texts have which number: text_signatures.keys, a row each. Without the numbers in common_keys, which need no look-up, and those in new_text_keys.';
comment on column text_keys.key is 'The number.';
comment on column text_keys.text_id is 'The text.';

-- A text's numbers are spread over all of the index, a page each. Of few texts they would touch as many pages as of many,
-- so they wait in a small table until they are many.
create table new_text_keys (like text_keys including all);
comment on table new_text_keys is 'The same of the latest texts, until settle_text_keys() moves them: look-ups go through both.';

-- Most numbers are one text's alone, which samples of a large table hide from the planner: it would rather read all of it.
alter table text_keys alter column key set (n_distinct = -0.8);
alter table new_text_keys alter column key set (n_distinct = -0.8);

create function settle_text_keys(at_least bigint) returns boolean language plpgsql
security definer  -- who fills tables may not empty them at one go
set search_path = public, pg_temp
as $$
begin
    if pg_relation_size('new_text_keys') < at_least then
        return false;
    end if;
    insert into text_keys (key, text_id) select key, text_id from new_text_keys order by key, text_id;
    truncate new_text_keys;
    return true;
end
$$;
comment on function settle_text_keys(bigint) is 'Moves all of new_text_keys into text_keys if it has so many bytes; whether it had.';
revoke execute on function settle_text_keys(bigint) from public;

insert into text_keys (key, text_id)
select distinct each.key, text_id
from text_signatures, unnest(keys) as each (key)
where not exists (select from common_keys where common_keys.key = each.key);

comment on column common_keys.key is 'As in text_signatures.keys.';

create function forget_text_keys() returns trigger language plpgsql as $$
begin
    delete from text_keys where text_id = old.text_id and key = any (old.keys);
    delete from new_text_keys where text_id = old.text_id and key = any (old.keys);
    return null;
end
$$;
comment on function forget_text_keys() is 'Takes a text''s numbers out of text_keys and new_text_keys.';

create trigger forget_text_keys
after delete on text_signatures
for each row
execute function forget_text_keys();
