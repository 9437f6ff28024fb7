-- Fill staged_articles.
copy staged_articles (
    position, site, channel, column_name, title, published_at, published_precision, published_from, source, author,
    editor, url, body, media, next_page, confidence, flags, losses, repairs, codec, codec_confidence, codec_votes,
    simplified, unfit, text_hash, seen, warc_file, warc_offset
) from stdin
