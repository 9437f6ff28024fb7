-- What is to be remembered of a list.
insert into channels (
    site, name, url, etag, last_modified, list_hash, covers_from, newest, is_settled, every, due_at, read_at,
    changed_at, new_at, soft_failures, hard_failures, failure
)
values (
    %(site)s, %(name)s, %(url)s, %(etag)s, %(last_modified)s, %(list_hash)s, %(covers_from)s, %(newest)s,
    %(is_settled)s, %(every)s, %(due_at)s, %(read_at)s, %(changed_at)s, %(new_at)s, %(soft_failures)s,
    %(hard_failures)s, %(failure)s
)
on conflict (site, name) do update
set url = excluded.url,
    etag = excluded.etag,
    last_modified = excluded.last_modified,
    list_hash = excluded.list_hash,
    covers_from = excluded.covers_from,
    newest = excluded.newest,
    is_settled = excluded.is_settled,
    every = excluded.every,
    due_at = excluded.due_at,
    read_at = excluded.read_at,
    changed_at = excluded.changed_at,
    new_at = excluded.new_at,
    soft_failures = excluded.soft_failures,
    hard_failures = excluded.hard_failures,
    failure = excluded.failure
