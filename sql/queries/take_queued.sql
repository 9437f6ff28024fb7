-- Take the next articles off the queue, the newest year first; and whether each was in search_texts before.
with next as (
    select article_id from search_queue order by year desc, article_id desc limit %(limit)s for update skip locked
)
delete from search_queue using next where search_queue.article_id = next.article_id
returning search_queue.article_id, not is_new as was_there, year
