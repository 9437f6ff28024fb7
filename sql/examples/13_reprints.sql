-- 同一篇文章出现在哪些网站，最早是谁？ Which texts stand on several sites, and which of these had it first?
select min(title) as title, count(*) as copies,
    array_agg(site order by published_at nulls last, id) as sites_in_order
from articles
group by text_hash
having count(*) > 1
order by copies desc
limit 50;
