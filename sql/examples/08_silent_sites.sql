-- 哪些网站沉寂得比平时更久？ Which sites have been silent for longer than is usual for them?
select site_name, newest_at, days_silent, usual_silence, state
from site_freshness
where enabled and state <> 'as usual'
order by days_silent desc nulls last;
