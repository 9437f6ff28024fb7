-- Fill staged_rejected.
copy staged_rejected (position, site, channel, url, reason, detail, seen, warc_file, warc_offset) from stdin
