-- Grain: one row per claim group or quote group, article that carries it, and origin: what it rests on there.
-- Key: carried, carried_id, article_id, origin.
-- How the count of outlets shrinks, step by step, so that each collapse can be shown and undone: outlet, publisher_family,
-- counted_as (families that share a text or an agency), counted_origin (those that rest on one source or one outlet's report).
-- Distinct values of each column are the counts of claim_coverage and quote_coverage: outlets, publisher_families,
-- independent_outlets, independent_origins.
-- NULL: outlet, publisher_family, counted_as and counted_origin when the outlet is unknown; origin and origin_kind when that article gives no
-- source either; agency unless the text is an agency's; source columns as in int_evidence.
with labels as (
    select
        'claim_group' as carried,
        claim_group_id as carried_id,
        representative_text as label
    from {{ ref('int_group_heads') }}

    union all

    select
        'quote_group' as carried,
        quote_group_id as carried_id,
        quote_text as label
    from {{ ref('quote_coverage') }}
),

statements as (
    select
        'claim_group' as carried,
        claim_group_id as carried_id,
        claim_id as statement_id,
        claim_text as carried_text,
        article_id,
        publisher_family,
        published_at
    from {{ ref('int_group_claims') }}
    where is_lone and carries

    union all

    select
        'quote_group' as carried,
        quote_group_id as carried_id,
        quote_id as statement_id,
        quote_text as carried_text,
        article_id,
        publisher_family,
        published_at
    from {{ ref('int_quote_groups') }}
    where is_lone and not is_doubtful
),

given as (
    select
        statements.*,
        sources.source_key,
        sources.source_entity_id,
        sources.source_name,
        {{ reporting_family('sources') }} as reporting_family
    from statements
    left join {{ ref('int_attributions') }} as sources on statements.statement_id = sources.statement_id
    {{ join_reporting_owners('sources', 'statements.published_at') }}
),

-- one claim or quotation of one source at most rests on that, else on its outlet; an unknown outlet's on nothing
lone as (
    select
        carried,
        carried_id,
        carried_text,
        article_id,
        publisher_family as counted_as,
        coalesce('outlet:' || reporting_family, 'source:' || source_key, 'outlet:' || publisher_family) as evidence,
        case
            when reporting_family is not null then 'report'
            when source_key is not null then 'source'
            when publisher_family is not null then 'own'
        end as evidence_kind,
        case when reporting_family is null then source_entity_id end as source_entity_id,
        source_name
    from given
),

chain as (
    select
        carriers.carried,
        carriers.carried_id,
        labels.label as carried_text,
        carriers.article_id,
        carriers.counted_as,
        evidence.evidence,
        evidence.evidence_kind,
        evidence.source_entity_id,
        evidence.source_name,
        counted.counted_evidence
    from {{ ref('int_counted_carriers') }} as carriers
    left join labels on carriers.carried = labels.carried and carriers.carried_id = labels.carried_id
    left join {{ ref('int_evidence') }} as evidence
        on
            carriers.carried = evidence.carried
            and carriers.carried_id = evidence.carried_id
            and carriers.article_id = evidence.article_id
    left join {{ ref('int_counted_evidence') }} as counted
        on
            carriers.carried = counted.carried
            and carriers.carried_id = counted.carried_id
            and carriers.counted_as = counted.counted_as
    where carriers.carried in ('claim_group', 'quote_group')

    union all

    select
        *,
        case when counted_as is not null then evidence end as counted_evidence
    from lone
)

select
    chain.carried,
    chain.carried_id,
    chain.carried_text,
    articles.story_id,
    stories.headline as story_headline,
    chain.article_id,
    articles.headline,
    articles.outlet,
    articles.publisher_family,
    chain.counted_as,
    articles.text_family as text_origin_id,
    articles.text_headline as text_origin_headline,
    articles.agency,
    chain.evidence as origin,
    chain.evidence_kind as origin_kind,
    chain.source_entity_id,
    chain.source_name,
    chain.counted_evidence as counted_origin,
    articles.published_at
from chain
inner join {{ ref('int_story_articles') }} as articles on chain.article_id = articles.article_id
left join {{ ref('dim_story') }} as stories on articles.story_id = stories.story_id
