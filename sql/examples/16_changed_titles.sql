-- 哪些文章的标题后来改过？ Which articles had their titles changed after publication?
select changed_at, site, title_before, title_after, url
from article_changes
where 'title' = any (what) and because_of <> 'our rules'
order by changed_at desc;
