-- 各省每年发布多少篇？ How many articles a year does each province publish?
select province, extract(year from published_on) as year, count(*) as articles
from articles_with_site
where published_on is not null
group by province, year
order by province, year;
