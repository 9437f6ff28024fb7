-- 某一网站一年里每天发布多少篇？ How many articles did one site publish on each day of a year?
select day, articles
from articles_daily
where site = 'replica_national' and day between date '2024-01-01' and date '2024-12-31'
order by day;
