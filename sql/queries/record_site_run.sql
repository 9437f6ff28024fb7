-- What a run found on one site; told again, the last word counts.
insert into site_runs (run_id, site, listed, new, changed, unchanged, rejected, failed, stopped_because)
values (
    %(run_id)s, %(site)s, %(listed)s, %(new)s, %(changed)s, %(unchanged)s, %(rejected)s, %(failed)s, %(stopped_because)s
)
on conflict (run_id, site) do update
set listed = excluded.listed,
    new = excluded.new,
    changed = excluded.changed,
    unchanged = excluded.unchanged,
    rejected = excluded.rejected,
    failed = excluded.failed,
    stopped_because = excluded.stopped_because
