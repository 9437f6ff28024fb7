-- An article that was asked for in vain.
insert into retries as kept (
    url, site, channel, listed_title, listed_on, reason, tries, first_failed_at, due_at, given_up
)
values (
    %(url)s, %(site)s, %(channel)s, %(listed_title)s, %(listed_on)s, %(reason)s, %(tries)s, %(now)s, %(due_at)s,
    %(given_up)s
)
on conflict (url) do update
set reason = excluded.reason,
    listed_title = coalesce(excluded.listed_title, kept.listed_title),
    listed_on = coalesce(excluded.listed_on, kept.listed_on),
    tries = excluded.tries,
    due_at = excluded.due_at,
    given_up = excluded.given_up
