-- Fill staged_fetches.
copy staged_fetches (
    site, url, asked, kind, status, fetched_at, warc_file, warc_offset, warc_length, etag, last_modified, listed_on
) from stdin
