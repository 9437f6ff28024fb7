-- Articles with their sites, by day; every column that says something of the text or of how far to trust it.
select id, site, site_name, level, adcode, province, channel, column_name, url, title, body, published_at,
    published_precision, published_from, source, author, editor, first_seen, last_seen, gone_at, codec,
    codec_confidence, confidence, losses, flags, unfit, rules_version
from articles_with_site
where (%(site)s::text is null or site = %(site)s)
    and (%(since)s::date is null or published_on >= %(since)s)
    and (%(until)s::date is null or published_on <= %(until)s)
order by published_at nulls last, id
