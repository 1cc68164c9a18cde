-- Grain: one row per known source of an attributed claim and of a direct or mixed quotation. Key: statement_id, source_no.
-- is_doubtful: of a confidence below the bar; marts leave such rows out (int_attributions) or count them apart.
-- 'A and B said' gives two rows with one statement_id; a quotation shares the further sources of the claim it is part of,
-- where claim and quotation agree on the head.
-- source_key says which attributions have one source. An entity is the same source everywhere. A person or
-- official who is only described ('officials') is the same source only within copies of one text: nobody can tell whether
-- the officials of two reporters are the same people. A described document, group or body ('the report', 'critics') is one
-- within its story. Its article and capitals do not matter.
-- NULL: source_entity_id when the source is only described; claim_id for quotations, quote_id for claims.
with statements as (
    select
        sources.claim_id as statement_id,
        sources.source_no,
        sources.claim_id,
        null as quote_id,
        null as quote_type,
        sources.article_id,
        sources.source_entity_id,
        sources.source_name,
        sources.source_type,
        sources.is_anonymous,
        claims.confidence,
        claims.is_doubtful
    from {{ ref('stg_claim_sources') }} as sources
    inner join {{ ref('stg_claims') }} as claims on sources.claim_id = claims.claim_id
    where claims.voice = 'attributed' and sources.is_known_source

    union all

    select
        quote_id as statement_id,
        0 as source_no,
        null as claim_id,
        quote_id,
        quote_type,
        article_id,
        source_entity_id,
        source_name,
        source_type,
        is_anonymous,
        confidence,
        is_doubtful
    from {{ ref('stg_quotes') }}
    where quote_type in ('direct', 'mixed') and is_known_source

    union all

    select
        quotes.quote_id as statement_id,
        beside.source_no,
        null as claim_id,
        quotes.quote_id,
        quotes.quote_type,
        quotes.article_id,
        beside.source_entity_id,
        beside.source_name,
        beside.source_type,
        beside.is_anonymous,
        quotes.confidence,
        quotes.is_doubtful
    from {{ ref('stg_quotes') }} as quotes
    inner join {{ ref('stg_claim_sources') }} as head
        on quotes.claim_id = head.claim_id and head.source_no = 0 and quotes.source_name = head.source_name
    inner join {{ ref('stg_claim_sources') }} as beside on quotes.claim_id = beside.claim_id and beside.source_no > 0
    where quotes.quote_type in ('direct', 'mixed') and quotes.is_known_source and beside.is_known_source
)

select
    statements.statement_id,
    statements.source_no,
    statements.claim_id,
    statements.quote_id,
    statements.quote_type,
    statements.article_id,
    statements.source_entity_id,
    statements.source_name,
    statements.source_type,
    statements.is_anonymous,
    statements.confidence,
    statements.is_doubtful,
    coalesce(
        statements.source_entity_id,
        'described:'
        || case
            when statements.source_type in ('document', 'anonymous_group', 'organization', 'government', 'media')
                then articles.story_id
            else articles.text_family
        end
        || ':' || regexp_replace(lower(statements.source_name), '^(the|an?) ', '')
    ) as source_key
from statements
inner join {{ ref('int_story_articles') }} as articles on statements.article_id = articles.article_id
