-- New texts of a batch, gone with the transaction.
create temporary table staged_texts (
    id bigint default nextval(pg_get_serial_sequence('texts', 'id')),
    text_hash bytea,
    keys integer[],
    sketch bytea,
    trigrams integer
) on commit drop
