-- 某一提法最早何时、在哪里出现？ When and where does a phrase appear first?
select published_on, site_name, title, url
from articles_with_site
where id in (select id from search_articles('"专门协商机构"', max_rows => 100000))
order by published_at nulls last
limit 20;
