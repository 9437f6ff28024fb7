-- Years for which more articles wait than they hold: to be filled all at once.
select period
from search_queue
where is_new
group by period
having count(*) >= %(at_least)s
    and count(*) >= (select count(*) from search_texts where search_texts.period = search_queue.period)
order by period desc
