-- Years for which more articles wait than they hold: to be put there without their index.
select year
from search_queue
where is_new
group by year
having count(*) >= %(at_least)s
    and count(*) >= (select count(*) from search_texts where search_texts.year = search_queue.year)
order by year desc
