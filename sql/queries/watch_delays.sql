-- How many days after their publication nine in ten articles of each site come into the store.
-- The run that first read the site brought old ones, and so does a backfill: neither says anything of that.
select articles.site,
    percentile_disc(0.9) within group (
        order by (articles.first_seen at time zone 'Asia/Shanghai')::date - articles.published_on
    ) as days
from articles
join runs on runs.id = articles.first_run
where articles.site = any (%(sites)s)
    and articles.first_seen between %(since)s and %(now)s
    and articles.published_on >= (articles.first_seen at time zone 'Asia/Shanghai')::date - 14
    and runs.kind = 'daily'
    and articles.first_run > (select min(site_runs.run_id) from site_runs where site_runs.site = articles.site)
group by articles.site
