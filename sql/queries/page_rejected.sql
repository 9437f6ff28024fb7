-- Why a page gave no article, with the response it was read from.
select rejected.*, fetches.warc_file, fetches.warc_offset, runs.receipt
from rejected
join fetches on fetches.id = rejected.fetch_id
join runs on runs.id = fetches.run_id
where rejected.url = any (%(urls)s)
