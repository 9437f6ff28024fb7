-- New texts of a batch, gone with the transaction; asked are the keys by which others are looked up.
create temporary table staged_texts (
    text_hash bytea,
    keys integer[],
    asked integer[]
) on commit drop
