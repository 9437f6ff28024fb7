-- 哪些文章已被撤下，撤下前说了什么？ Which articles were taken down, and what did they say?
select gone_at, site_name, title, body, url
from articles_with_site
where gone_at is not null
order by gone_at desc;
