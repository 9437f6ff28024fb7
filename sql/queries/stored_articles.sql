-- Articles, each with the response that it was read from.
select
    articles.id, articles.site, articles.channel, column_name, title, published_at, published_precision, published_from,
    source, author, editor, articles.url, body, media, next_page, confidence, flags, losses, repairs, codec,
    codec_confidence, codec_votes, simplified, unfit, text_hash, last_seen, fetches.run_id, fetches.url as fetched_url,
    fetches.asked, fetches.kind, fetches.status, fetches.fetched_at, fetches.warc_file, fetches.warc_offset,
    fetches.warc_length, fetches.etag, fetches.last_modified, fetches.listed_on
from articles
join fetches on fetches.id = articles.fetch_id
where articles.id = any (%(ids)s)
order by fetches.warc_offset
