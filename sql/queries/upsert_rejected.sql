-- Rejected pages that are new, newer or rejected otherwise; a page we have an article of is not among them.
insert into rejected as kept (site, channel, url, reason, detail, rules_version, fetch_id, first_seen, last_seen)
select distinct on (staged.url)
    staged.site, channel, staged.url, reason, detail, runs.rules_version, fetches.id, seen, seen
from staged_rejected as staged
join fetches using (warc_file, warc_offset)
join runs on runs.id = %(run_id)s
where not exists (select from articles where articles.url = staged.url)
order by staged.url, position desc
on conflict (url) do update
set reason = excluded.reason,
    detail = excluded.detail,
    rules_version = excluded.rules_version,
    fetch_id = excluded.fetch_id,
    last_seen = excluded.last_seen
where excluded.last_seen > kept.last_seen
    or excluded.last_seen = kept.last_seen
        and (kept.reason, kept.detail) is distinct from (excluded.reason, excluded.detail)
