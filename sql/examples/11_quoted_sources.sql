-- 各地政协网站转载最多的媒体是哪些？ Which media do the committees' sites quote most?
select source, count(*) as sites, sum(articles) as articles
from sources
where source is not null
group by source
order by articles desc
limit 30;
