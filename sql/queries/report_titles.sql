-- The articles that a run was the first to bring, the newest of each site.
select site, title, url, published_on
from (
    select site, title, url, published_on,
        row_number() over (partition by site order by published_at desc nulls last, id desc) as place
    from articles
    where first_run = %(run_id)s
) as fresh
where place <= %(each)s
order by site, place
