-- How an article changed, the first change first.
select changed_at, what, because_of, difference
from article_changes
where article_id = %(article_id)s
order by seen_before_at, version_id
