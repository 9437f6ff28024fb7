"""A page to its article: title, body, date, byline, media; read_article.py is the order of it all."""
