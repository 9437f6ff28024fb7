-- How many requests each of these sites answered since midnight in Shanghai; what was read in an archive is none.
select fetches.site, count(*)
from fetches
join runs on runs.id = fetches.run_id
where fetches.fetched_at >= date_trunc('day', %(now)s::timestamptz, 'Asia/Shanghai')
    and fetches.site = any (%(sites)s)
    and runs.kind <> 'warc'
group by fetches.site
