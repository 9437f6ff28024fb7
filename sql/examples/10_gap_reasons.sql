-- 缺口的原因各占多少？ How many of the days without news have which reason?
select site, reason, count(*) as days
from gaps
group by site, reason
order by site, days desc;
