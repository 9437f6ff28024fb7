-- New articles, and those whose content differs from the row we keep; an older fetch never replaces a newer one.
-- Site and channel stay those it was first found under: two lists may well show one page.
-- In the order of their addresses, so that two writers cannot lock each other out.
with written as (
    insert into articles as kept (
        site, channel, column_name, title, published_at, published_precision, published_from, source, author, editor,
        url, body, media, next_page, confidence, flags, losses, repairs, codec, codec_confidence, codec_votes,
        simplified, unfit, text_hash, rules_version, fetch_id, first_run, last_run, first_seen, last_seen
    )
    select
        staged.site, channel, column_name, title, published_at, published_precision, published_from, source, author,
        editor, staged.url, body, media, next_page, confidence, flags, losses, repairs, codec, codec_confidence,
        codec_votes, simplified, unfit, text_hash, runs.rules_version, fetches.id, runs.id, runs.id, seen, seen
    from staged_articles as staged
    join fetches using (warc_file, warc_offset)
    join runs on runs.id = %(run_id)s
    order by staged.url
    on conflict (url) do update
    set column_name = excluded.column_name,
        title = excluded.title,
        published_at = excluded.published_at,
        published_precision = excluded.published_precision,
        published_from = excluded.published_from,
        source = excluded.source,
        author = excluded.author,
        editor = excluded.editor,
        body = excluded.body,
        media = excluded.media,
        next_page = excluded.next_page,
        confidence = excluded.confidence,
        flags = excluded.flags,
        losses = excluded.losses,
        repairs = excluded.repairs,
        codec = excluded.codec,
        codec_confidence = excluded.codec_confidence,
        codec_votes = excluded.codec_votes,
        simplified = excluded.simplified,
        unfit = excluded.unfit,
        text_hash = excluded.text_hash,
        rules_version = excluded.rules_version,
        fetch_id = excluded.fetch_id,
        last_run = excluded.last_run,
        last_seen = excluded.last_seen,
        gone_at = case when excluded.last_seen > kept.last_seen then null else kept.gone_at end
    where excluded.last_seen >= kept.last_seen
        and (
            kept.column_name, kept.title, kept.published_at, kept.published_precision, kept.published_from,
            kept.source, kept.author, kept.editor, kept.body, kept.media, kept.next_page, kept.confidence, kept.flags,
            kept.losses, kept.repairs, kept.codec, kept.codec_confidence, kept.codec_votes, kept.simplified,
            kept.unfit, kept.text_hash
        ) is distinct from (
            excluded.column_name, excluded.title, excluded.published_at, excluded.published_precision,
            excluded.published_from, excluded.source, excluded.author, excluded.editor, excluded.body, excluded.media,
            excluded.next_page, excluded.confidence, excluded.flags, excluded.losses, excluded.repairs, excluded.codec,
            excluded.codec_confidence, excluded.codec_votes, excluded.simplified, excluded.unfit, excluded.text_hash
        )
    -- a row that was just inserted has never been locked or deleted by anybody: its xmax is 0
    returning xmax = 0 as is_new
)
select count(*) filter (where is_new) as new, count(*) filter (where not is_new) as changed
from written
