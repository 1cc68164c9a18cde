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
    from {{ ref('claim_coverage') }}

    union all

    select
        'quote_group' as carried,
        quote_group_id as carried_id,
        quote_text as label
    from {{ ref('quote_coverage') }}
),

chain as (
    select
        carriers.carried,
        carriers.carried_id,
        carriers.article_id,
        carriers.counted_as,
        evidence.evidence,
        evidence.evidence_kind,
        evidence.source_entity_id,
        evidence.source_name,
        counted.counted_evidence
    from {{ ref('int_counted_carriers') }} as carriers
    left join {{ ref('int_evidence') }} as evidence
        on
            not evidence.is_lone
            and carriers.carried = evidence.carried
            and carriers.carried_id = evidence.carried_id
            and carriers.article_id = evidence.article_id
    left join {{ ref('int_counted_evidence') }} as counted
        on
            carriers.carried = counted.carried
            and carriers.carried_id = counted.carried_id
            and carriers.counted_as = counted.counted_as
    where not carriers.is_lone and carriers.carried in ('claim_group', 'quote_group')

    union all

    select
        carried,
        carried_id,
        article_id,
        counted_as,
        evidence,
        evidence_kind,
        source_entity_id,
        source_name,
        if(counted_as is null, null, evidence) as counted_evidence
    from {{ ref('int_evidence') }}
    where is_lone

    union all

    -- an unknown outlet's without a source rest on nothing
    select
        carriers.carried,
        carriers.carried_id,
        carriers.article_id,
        null as counted_as,
        null as evidence,
        null as evidence_kind,
        null as source_entity_id,
        null as source_name,
        null as counted_evidence
    from {{ ref('int_counted_carriers') }} as carriers
    anti join {{ ref('int_evidence') }} as evidence
        on evidence.is_lone and carriers.carried = evidence.carried and carriers.carried_id = evidence.carried_id
    where carriers.is_lone and carriers.counted_as is null and carriers.carried in ('claim_group', 'quote_group')
)

select
    chain.carried,
    chain.carried_id,
    labels.label as carried_text,
    articles.story_id,
    stories.headline as story_headline,
    chain.article_id,
    articles.headline,
    articles.outlet,
    articles.publisher_family,
    chain.counted_as,
    articles.text_family as text_origin_id,
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
left join labels on chain.carried = labels.carried and chain.carried_id = labels.carried_id
