-- A batch's landed responses, gone with the transaction.
create temporary table staged_fetches (
    site text,
    url text,
    asked text,
    kind text,
    status integer,
    fetched_at timestamptz,
    warc_file text,
    warc_offset bigint,
    warc_length bigint,
    etag text,
    last_modified text,
    listed_on date
) on commit drop
