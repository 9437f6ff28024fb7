-- 某一提法逐年有多常见？ How common is a phrase, year by year?
select extract(year from published_on) as year, count(*) filter (where body like '%协商民主%') as with_phrase,
    count(*) as articles
from articles
where published_on is not null
group by year
order by year;
