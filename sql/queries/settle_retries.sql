-- Articles that came, or are gone for good, are owed no longer.
delete from retries
where url = any (%(urls)s)
