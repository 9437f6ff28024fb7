-- What is remembered of the lists of these sites.
select site, name, url, etag, last_modified, list_hash, covers_from, newest, is_settled, every, due_at, read_at,
    changed_at, new_at, soft_failures, hard_failures, failure
from channels
where site = any (%(sites)s)
