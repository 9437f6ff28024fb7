-- How many articles of each list the store holds, within days.
select channel, count(*)
from articles
where site = %(site)s
    and (%(since)s::date is null or published_at >= %(since)s::date)
    and (%(until)s::date is null or published_at < %(until)s::date + 1)
group by channel
