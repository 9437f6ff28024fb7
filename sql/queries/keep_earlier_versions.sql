-- What articles said before, where it comes after what they say now: a backfill or an interrupted run may be late.
-- A text that is kept already, or is the current one, is not kept again; nor is another reading of the same response.
insert into article_versions (
    article_id, title, body, published_at, source, author, editor, column_name, media, text_hash, rules_version,
    fetch_id, first_run, last_seen
)
select
    articles.id, staged.title, staged.body, staged.published_at, staged.source, staged.author, staged.editor,
    staged.column_name, staged.media, staged.text_hash, runs.rules_version, fetches.id, articles.first_run, staged.seen
from staged_articles as staged
join fetches using (warc_file, warc_offset)
join runs on runs.id = %(run_id)s
join articles on articles.url = staged.url and articles.last_seen > staged.seen and articles.fetch_id <> fetches.id
where (
    staged.title, staged.body, staged.published_at, staged.source, staged.author, staged.editor, staged.column_name,
    staged.media
) is distinct from (
    articles.title, articles.body, articles.published_at, articles.source, articles.author, articles.editor,
    articles.column_name, articles.media
)
    and not exists (
        select
        from article_versions as kept
        where kept.article_id = articles.id
            and kept.fetch_id = fetches.id
            or kept.article_id = articles.id
            and (
                kept.title, kept.body, kept.published_at, kept.source, kept.author, kept.editor, kept.column_name,
                kept.media
            ) is not distinct from (
                staged.title, staged.body, staged.published_at, staged.source, staged.author, staged.editor,
                staged.column_name, staged.media
            )
    )
