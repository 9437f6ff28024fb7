-- What runs did with the lists they had to read, by what became of each, and which sites were not asked.
-- A list counts as read if any page of it was, or if the site said that it had not changed.
select
    (select kind from runs where id = any (%(runs)s) order by id limit 1) as kind,
    count(*) filter (where is_read and stopped_because <> 'halted') as read,
    count(*) filter (where not is_read and stopped_because = 'failed') as failed,
    count(*) filter (where not is_read and stopped_because = 'blocked') as blocked,
    count(*) filter (where not is_read and stopped_because = 'budget spent') as unspent,
    count(*) filter (where stopped_because = 'halted') as halted,
    (select count(*) from site_runs where run_id = any (%(runs)s) and stopped_because like 'left alone until %%') as left_alone,
    (select count(*) from site_runs where run_id = any (%(runs)s) and stopped_because = 'in another run') as busy,
    (
        select count(*)
        from fetches
        where run_id = any (%(runs)s) and kind not in ('list', 'other') and status in (200, 304, 404, 410)
    ) as answered
from (
    select stopped_because, pages > 0 or stopped_because not in ('failed', 'blocked', 'budget spent', 'halted') as is_read
    from channel_runs
    where run_id = any (%(runs)s)
) as lists
