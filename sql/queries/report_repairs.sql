-- What was wrong with the articles that a run was the first to bring: by kind of damage and site.
with fresh as materialized (
    select site, codec, codec_votes, repairs, losses
    from articles
    where first_run = %(run_id)s
)
select name, site, articles, places
from (
    select steps.name, fresh.site, count(*) as articles, sum(steps.count)::bigint as places
    from fresh
    cross join lateral jsonb_to_recordset(fresh.repairs) as steps (name text, count bigint)
    group by steps.name, fresh.site
    union all
    select 'read in another encoding', site, count(*), null
    from fresh
    where exists (
        select
        from jsonb_to_recordset(fresh.codec_votes) as votes (witness text, codec text)
        where votes.witness in ('header', 'meta') and votes.codec <> fresh.codec
    )
    group by site
    union all
    select 'lost for good', site, count(*), sum(losses)
    from fresh
    where losses > 0
    group by site
) as damage
order by name, articles desc, places desc, site
