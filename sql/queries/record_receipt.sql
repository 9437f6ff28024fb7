-- Where a run's crawl writes what it lands.
update runs
set receipt = %(receipt)s
where id = %(run_id)s
