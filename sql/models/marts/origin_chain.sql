-- Grain: one row per claim group or quote group, article that carries it, and origin it rests on there.
-- Key: carried, carried_id, article_id, origin.
-- How the count of outlets shrinks, step by step, so that each collapse can be shown and undone: outlet, publisher_family,
-- counted_as (families that share a text or an agency), counted_origin (those that rest on one source or one outlet's report).
-- Distinct values of each column are the counts of claim_coverage and quote_coverage: outlets, publisher_families,
-- independent_outlets, independent_origins.
-- NULL: outlet, publisher_family, counted_as and counted_origin when the outlet is unknown; origin and origin_kind when that article gives no
-- source either; agency unless the text is an agency's; source columns as in int_origins.
with labels as (
    select
        'claim_group' as unit,
        claim_group_id as unit_id,
        representative_text as label
    from {{ ref('claim_coverage') }}

    union all

    select
        'quote_group' as unit,
        quote_group_id as unit_id,
        quote_text as label
    from {{ ref('quote_coverage') }}
)

select
    carriers.unit as carried,
    carriers.unit_id as carried_id,
    labels.label as carried_text,
    articles.story_id,
    stories.headline as story_headline,
    carriers.article_id,
    articles.headline,
    carriers.outlet,
    carriers.publisher_family,
    coalesce(merged.counted_as, carriers.publisher_family) as counted_as,
    articles.origin_id as text_origin_id,
    carriers.agency,
    origins.origin,
    origins.origin_kind,
    origins.source_entity_id,
    origins.source_name,
    origins.counted_origin,
    carriers.published_at
from {{ ref('int_carriers') }} as carriers
inner join {{ ref('int_story_articles') }} as articles on carriers.article_id = articles.article_id
left join {{ ref('dim_story') }} as stories on articles.story_id = stories.story_id
left join labels on carriers.unit = labels.unit and carriers.unit_id = labels.unit_id
{{ join_merged_families("carriers.unit", "carriers.unit_id", "carriers.publisher_family") }}
left join {{ ref('int_origins') }} as origins
    on
        carriers.unit = origins.unit
        and carriers.unit_id = origins.unit_id
        and carriers.article_id = origins.article_id
where carriers.unit in ('claim_group', 'quote_group')
