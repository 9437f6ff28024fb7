-- What changed articles said before.
delete from search_texts where article_id = any (%(ids)s)
