-- 某一天全国政协系统发布了哪些新闻？ What was published on one day?
select site_name, title, url
from articles_with_site
where published_on = date '2024-09-25'
order by site_name, published_at;
