-- 各级政协的稿件长度有何不同？ How long are the texts of each level of the system?
select level, count(*) as articles,
    percentile_cont(0.5) within group (order by char_length(body)) as median_characters
from articles_with_site
group by level
order by articles desc;
