-- Files that articles of these sites offer and that were not fetched yet, the newest articles' first.
-- One that was asked for three times in vain is left alone.
select distinct on (offered.url) articles.site, articles.channel, offered.url
from articles
cross join lateral jsonb_to_recordset(articles.media) as offered (kind text, url text)
where articles.site = any (%(sites)s)
    and offered.kind = any (%(kinds)s)
    and not exists (select from attachments where attachments.url = offered.url)
    and (select count(*) from failures where failures.url = offered.url and failures.kind = 'attachment') < 3
order by offered.url, articles.published_at desc nulls last
limit %(limit)s
