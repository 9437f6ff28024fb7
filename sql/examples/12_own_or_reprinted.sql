-- 一个网站自采稿件占多大比例？ What share of a site's articles names the committee itself as the source?
select site, sum(articles) filter (where source ~ '政协') as its_own,
    sum(articles) as articles
from sources
group by site
order by site;
