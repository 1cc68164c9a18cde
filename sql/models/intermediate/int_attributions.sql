-- Grain: one row per attributed claim and per direct or mixed quotation whose source is known. Key: statement_id.
-- source_key says which attributions have one source. An entity is the same source everywhere. A source that is only
-- described ('officials') is the same source only within copies of one text: nobody can tell whether the officials of two
-- reporters are the same people. Its article and capitals do not matter.
-- NULL: source_entity_id when the source is only described; claim_id for quotations, quote_id for claims.
with statements as (
    select
        claim_id as statement_id,
        claim_id,
        null as quote_id,
        null as quote_type,
        article_id,
        source_entity_id,
        source_name,
        source_type,
        is_anonymous
    from {{ ref('stg_claims') }}
    where voice = 'attributed' and is_known_source

    union all

    select
        quote_id as statement_id,
        null as claim_id,
        quote_id,
        quote_type,
        article_id,
        source_entity_id,
        source_name,
        source_type,
        is_anonymous
    from {{ ref('stg_quotes') }}
    where quote_type in ('direct', 'mixed') and is_known_source
)

select
    statements.statement_id,
    statements.claim_id,
    statements.quote_id,
    statements.quote_type,
    statements.article_id,
    statements.source_entity_id,
    statements.source_name,
    statements.source_type,
    statements.is_anonymous,
    coalesce(
        statements.source_entity_id,
        'described:' || articles.origin_id || ':' || regexp_replace(lower(statements.source_name), '^(the|an?) ', '')
    ) as source_key
from statements
inner join {{ ref('int_story_articles') }} as articles on statements.article_id = articles.article_id
