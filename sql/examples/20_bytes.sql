-- 一篇文章的原始网页存在哪里？ Where are the bytes of an article's page, as the site sent them?
select articles.title, fetches.fetched_at, fetches.warc_file, fetches.warc_offset, fetches.warc_length
from articles
join fetches on fetches.id = articles.fetch_id
order by articles.id
limit 20;
