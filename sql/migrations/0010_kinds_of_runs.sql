-- A run that asks again for recent articles, without reading lists, is of a kind of its own: recheck.

-- The words are the program's (flows/store/runs.py); a list of them here would have to follow each new one.
alter table runs drop constraint runs_kind_check;
alter table runs add constraint runs_kind_check check (kind ~ '^[a-z]+$');
comment on column runs.kind is 'daily (what is new), recheck (recent and owed articles, no lists), backfill (older list pages; others may run between its parts), attachments (files of articles), warc (pages out of WARC files) or reclean (landed pages, with the rules of today).';
