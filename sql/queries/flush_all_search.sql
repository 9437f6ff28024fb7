-- Move what every year's index keeps in its list of news, which each search reads through; how many pages that were.
select coalesce(sum(gin_clean_pending_list(format('%I', part || '_grams')::regclass)), 0)::bigint
from search_years
