-- Make articles searchable.
copy search_texts (article_id, year, site, published_at, folded, grams) from stdin with (format binary)
