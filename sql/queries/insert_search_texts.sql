-- Make articles searchable whose texts hold what this database alone can fold.
insert into search_texts (article_id, year, site, published_at, folded, grams)
select
    article_id,
    year,
    site,
    published_at,
    folded,
    array(select distinct gram from unnest(search_grams(site, folded)) as gram order by gram)
from (
    select
        id as article_id,
        search_year(published_at) as year,
        site,
        published_at,
        zh_fold(coalesce(simplified, title || e'\n' || body)) as folded
    from articles
    where id = any (%(ids)s)
    offset 0  -- else a text is folded twice
) as texts
