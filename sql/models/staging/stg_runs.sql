-- Grain: one row per run. Key: run_id. NULL: counts and seconds of what the run did not get to; problem when there is none.
select
    run_id,
    started_at,
    ended_at,
    status,
    problem,
    inputs,
    articles,
    claims,
    quotes,
    stories,
    rejects,
    undated_articles,
    articles_without_outlet,
    articles_without_claims,
    attributed_claims,
    unknown_source_claims,
    code_version,
    model_version
from {{ source('extracted', 'runs') }}
