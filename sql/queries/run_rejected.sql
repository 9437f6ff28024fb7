-- The pages of a run that gave no article.
select rejected.site, rejected.reason, rejected.detail, rejected.url
from rejected
join fetches on fetches.id = rejected.fetch_id
where fetches.run_id = %(run_id)s
order by rejected.site, rejected.url
