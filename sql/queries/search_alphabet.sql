-- How this database folds some characters, those to be simplified for comparing, and which of all it indexes.
select
    lower(normalize(%(characters)s::text, nfkc)) as folded,
    zh_traditional() as traditional,
    zh_simplified() as simplified,
    (
        select coalesce(string_agg(one, ''), '')
        from unnest(string_to_array(%(characters)s::text, null)) as one
        where zh_is_word(ascii(one))
    ) as words,
    zh_everyday() as everyday
