-- The files a run fetched.
select attachments.site, size, sha256, attachments.url
from attachments
join fetches on fetches.id = attachments.fetch_id
where fetches.run_id = %(run_id)s
order by attachments.site, attachments.url
