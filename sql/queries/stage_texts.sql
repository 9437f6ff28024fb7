-- New texts of a batch, gone with the transaction.
create temporary table staged_texts (
    text_hash bytea,
    keys integer[]
) on commit drop
