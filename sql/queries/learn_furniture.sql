-- The lines that recur through one site's pages, learned from the 200 of its articles that were seen last.
-- Heads and tails alone are looked at: there stands what a site puts on every page, while a sentence that recurs in the
-- middle of texts is a phrase of theirs.
-- A line is learned that stands in three of ten texts, and in ten at least. Salutations (同志们：) and sign-offs recur,
-- too, but not in a third of all that a site publishes; where they do, their colon and bracket at the end tell them. In
-- fewer than ten pages a line may recur by chance. Copies of one text are one text.
-- Once it is learned, a line is taken off and stands in no later text. So no row is ever taken back for want of pages:
-- a row changes only when its line recurs in a page that was seen later, and keeps the counts of that day. Learning
-- twice from the same pages changes nothing, and a refused line stays refused.
with newest as (
    select site, body, text_hash, first_seen, last_seen
    from articles
    where site = %(site)s
    order by last_seen desc, id desc
    limit 200
), looked_at as (
    select count(distinct text_hash) as texts
    from newest
), edges as (
    select site, text_hash, first_seen, last_seen, line
    from newest
    cross join lateral string_to_array(body, e'\n') as lines
    cross join lateral unnest(lines[:3] || lines[cardinality(lines) - 2:]) as line
)
insert into site_furniture as kept (site, line, pages, of_pages, first_seen, last_seen)
select site, line, count(distinct text_hash), texts, min(first_seen), max(last_seen)
from edges
cross join looked_at
where line <> '' and char_length(line) <= 200 and line !~ '[：:）)]$'
group by site, line, texts
having count(distinct text_hash) >= greatest(10, 0.3 * texts)
on conflict (site, line) do update
set pages = excluded.pages,
    of_pages = excluded.of_pages,
    last_seen = excluded.last_seen
where excluded.last_seen > kept.last_seen
