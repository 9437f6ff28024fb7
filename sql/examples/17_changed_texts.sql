-- 哪些正文（例如名单）被修改，改了什么？ Which texts, such as lists of names, were changed by their sites, and how?
select changed_at, site, url, difference
from article_changes
where 'body' = any (what) and because_of <> 'our rules'
order by changed_at desc
limit 50;
