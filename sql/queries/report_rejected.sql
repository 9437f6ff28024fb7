-- Pages of a run that gave no article: how many of each reason, and the first few.
select reason, pages, site, detail, url
from (
    select rejected.reason, rejected.site, rejected.detail, rejected.url,
        count(*) over (partition by rejected.reason) as pages,
        row_number() over (partition by rejected.reason order by rejected.site, rejected.url) as place
    from rejected
    join fetches on fetches.id = rejected.fetch_id
    where fetches.run_id = %(run_id)s
) as refused
where place <= %(each)s
order by pages desc, reason, place
