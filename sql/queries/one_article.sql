-- One article, by its number or its address.
select id, site, column_name, title, published_at, published_precision, source, author, editor, url, body,
    codec, codec_votes, repairs, losses
from articles
where url = %(url)s or id = %(number)s
