-- New texts of a batch, gone with the transaction: asked are the keys that are looked up, samples the texts besides.
create temporary table staged_texts (
    text_hash bytea,
    keys integer[],
    asked integer[],
    samples bigint[]
) on commit drop
