-- Grain: one row per article and known source that it cites. Key: article_id, source_key.
-- claims: attributed claims of which it is a source; quotes: direct and mixed quotations. Doubtful rows are left out.
-- source_name and source_type: those of most of its rows there, the first by name among equals.
-- least_key: the same where described sources of the same words may all be one.
-- NULL: source_entity_id when the source is only described.
with counted as (
    select
        article_id,
        source_key,
        source_entity_id,
        source_name,
        source_type,
        count(claim_id) as claims,
        count(quote_id) as quotes,
        count(*) filter (where quote_type = 'direct') as direct_quotes
    from {{ ref('int_attributions') }}
    group by article_id, source_key, source_entity_id, source_name, source_type
)

select
    article_id,
    source_key,
    any_value(source_entity_id) as source_entity_id,
    min(row(-claims - quotes, source_name, source_type))[2] as source_name,
    min(row(-claims - quotes, source_name, source_type))[3] as source_type,
    {{ least_key('source_key') }} as least_key,
    sum(claims)::bigint as claims,
    sum(quotes)::bigint as quotes,
    sum(direct_quotes)::bigint as direct_quotes
from counted
group by article_id, source_key
