-- 某网站哪些日子没有新闻，为什么？ On which days did a site publish nothing, and why?
select day, reason, silent_days
from gaps
where site = 'replica_national' and day between date '2024-01-01' and date '2024-12-31'
order by day;
