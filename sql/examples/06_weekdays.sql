-- 政协网站在星期几发布得最多？ On which days of the week is most published? 1 is Monday.
select to_char(day, 'ID')::integer as weekday, sum(articles) as articles
from articles_daily
group by weekday
order by weekday;
