-- What waits: lists that are due, articles that are owed, articles that were given up; and how large the database is.
select
    (
        select count(*)
        from channels
        join sites on sites.key = channels.site
        where sites.enabled and channels.due_at <= %(now)s
    ) as lists_due,
    (select count(*) from retries where not given_up) as owed,
    (select count(*) from retries where given_up) as given_up,
    pg_database_size(current_database()) as database_bytes
