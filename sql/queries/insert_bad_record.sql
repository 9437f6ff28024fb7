-- Something in a WARC file that is no whole record.
insert into bad_records (run_id, warc_file, warc_offset, reason)
values (%(run_id)s, %(file)s, %(offset)s, %(reason)s)
on conflict do nothing
