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
)

select
    carriers.carried,
    carriers.carried_id,
    labels.label as carried_text,
    articles.story_id,
    stories.headline as story_headline,
    carriers.article_id,
    articles.headline,
    carriers.outlet,
    carriers.publisher_family,
    carriers.counted_as,
    carriers.text_family as text_origin_id,
    carriers.agency,
    evidence.evidence as origin,
    evidence.evidence_kind as origin_kind,
    evidence.source_entity_id,
    evidence.source_name,
    case
        when not carriers.is_lone then counted.counted_evidence
        when carriers.counted_as is not null then evidence.evidence
    end as counted_origin,
    carriers.published_at
from {{ ref('int_counted_carriers') }} as carriers
inner join {{ ref('int_story_articles') }} as articles on carriers.article_id = articles.article_id
left join {{ ref('dim_story') }} as stories on articles.story_id = stories.story_id
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
