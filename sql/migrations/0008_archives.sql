-- Pages out of anybody's WARC files, and landed pages cleaned again with later rules.

alter table runs drop constraint runs_kind_check;
alter table runs add constraint runs_kind_check check (kind in ('daily', 'backfill', 'attachments', 'warc', 'reclean'));
comment on column runs.kind is 'daily (what is new), backfill (older list pages; others may run between its parts), attachments (files of articles), warc (pages out of WARC files) or reclean (landed pages, with the rules of today).';
comment on column runs.asked is 'The words that chose the sites, empty for every enabled site; of kind warc, the files.';

comment on column fetches.run_id is 'The run that landed it, or first read it in an archive.';
comment on column fetches.warc_file is 'WARC file, relative to the folder of landed files; or the absolute path of an archive that stays where it is.';

-- What only the list knows of a page: cleaning it again needs it as much as its bytes.
alter table fetches add column listed_on date;
comment on column fetches.listed_on is 'The day that the list showed for the page; null where none did, and for what was landed before this was kept.';

comment on column articles.channel is 'The list of the site it was first found on, such as 要闻; for a page out of an archive, the one in whose folder it is, or empty.';

create table bad_records (
    run_id bigint not null references runs on delete cascade,
    warc_file text not null,
    warc_offset bigint not null,
    reason text not null,
    primary key (run_id, warc_file, warc_offset)
);
comment on table bad_records is 'What a run found in WARC files that is no whole record; the records before and behind it were read.';
comment on column bad_records.run_id is 'The run.';
comment on column bad_records.warc_file is 'The file, as in fetches.';
comment on column bad_records.warc_offset is 'Where it begins in the file, in bytes.';
comment on column bad_records.reason is 'What is wrong.';
