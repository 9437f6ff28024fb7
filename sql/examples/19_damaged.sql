-- 哪些网站的编码损坏最严重？ Which sites' texts came most damaged, and what was mended?
select site, sum(articles) as articles, sum(otherwise_encoded) as otherwise_encoded, sum(repaired) as repaired,
    sum(losses) as losses
from encoding_damage
group by site
order by repaired desc;
