-- Articles that a run was the first to bring and that took most kinds of repairs, with where their bytes are.
select articles.site, articles.title, articles.url, articles.body, articles.repairs, fetches.warc_file, fetches.warc_offset
from articles
join fetches on fetches.id = articles.fetch_id
where articles.first_run = %(run_id)s and articles.repairs <> '[]' and articles.unfit is null
order by jsonb_array_length(articles.repairs) desc, articles.losses, articles.id
limit %(limit)s
