-- 哪些月份最忙？两会前后有高峰吗？ Which months are the busiest: is there a peak around the sessions in spring?
select extract(month from day) as month, sum(articles) as articles
from articles_daily
group by month
order by articles desc;
