-- 各级政协最近发布了什么？ What was published last, with the committee and its province?
select published_at, province, site_name, title, url
from articles_with_site
where published_at <= now()
order by published_at desc
limit 50;
