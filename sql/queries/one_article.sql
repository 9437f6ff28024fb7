-- One article, by its number or its address.
select id, site, column_name, title, published_at, published_precision, published_from, source, author, editor, url,
    confidence, body, media, next_page, codec, codec_votes, repairs, losses
from articles
where url = %(url)s or id = %(number)s
