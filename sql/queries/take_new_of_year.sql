-- Take all new articles of a year off the queue.
delete from search_queue where year = %(year)s and is_new returning article_id
