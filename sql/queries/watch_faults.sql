-- What this program failed at and what waits until it is mended, with the latest example.
-- That is: pages without an article, lists, pages that are asked for again, and of the last week records and receipts' lines.
with faults as (
    select 'pages' as kind, url as example, detail, last_seen as at
    from rejected
    where reason = 'our fault'
    union all
    select 'lists', url, substr(failure, 12), read_at
    from channels
    where failure like 'our fault: %%'
    union all
    select 'retries', url, substr(reason, 12), first_failed_at
    from retries
    where reason like 'our fault: %%' and not given_up
    union all
    select 'records', format('%%s, byte %%s', warc_file, warc_offset), reason, runs.started_at
    from bad_records
    join runs on runs.id = bad_records.run_id
    where runs.started_at between %(since)s and %(now)s
        and (bad_records.reason like 'our fault: %%' or bad_records.reason like 'line %% is no event of a receipt: %%')
)
select
    count(*) filter (where kind = 'pages') as pages,
    count(*) filter (where kind = 'lists') as lists,
    count(*) filter (where kind = 'retries') as retries,
    count(*) filter (where kind = 'records') as records,
    coalesce((array_agg(example order by at desc, example))[1], '') as example,
    coalesce((array_agg(detail order by at desc, example))[1], '') as detail
from faults
