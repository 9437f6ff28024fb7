-- Move what was put into these years' indexes lately from their lists of news, which every search reads through.
select gin_clean_pending_list(format('%%I', part || '_grams')::regclass)
from search_years
where year = any (%(years)s)
