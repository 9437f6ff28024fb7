-- What a run did for a site that somebody should know of.
select site, words
from warnings
where run_id = %(run_id)s
order by site, words
