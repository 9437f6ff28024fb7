-- A batch's rejected pages, gone with the transaction; position is the place in the batch.
create temporary table staged_rejected (
    position integer,
    site text,
    channel text,
    url text,
    reason text,
    detail text,
    seen timestamptz,
    warc_file text,
    warc_offset bigint
) on commit drop
