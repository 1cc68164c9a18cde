-- Grain: one row per unit (story, claim group, quote group; see int_carriers). Key: unit, unit_id.
-- independent_outlets: its outlets, where those that one publisher owns count once, and so do those whose articles rest on
-- one text or on reports of one agency. These chain: two papers of one publisher, of which one ran the wire text that a third
-- paper ran, are one. An outlet that carries it in its own words too is still one with those it shares a text with.
-- NULL: first_* when no article has a date; first_outlet also when the first article's outlet is unknown.
with families as (
    select
        unit,
        unit_id,
        count(distinct publisher_family) as publisher_families
    from {{ ref('int_carriers') }}
    group by unit, unit_id
),

origins as (
    select
        unit,
        unit_id,
        publisher_family,
        unnest(['text:' || origin_id, 'agency:' || agency]) as origin
    from {{ ref('int_carriers') }}
    where publisher_family is not null
),

shared_origins as (
    select
        unit,
        unit_id,
        origin,
        min(publisher_family) as first_family
    from origins
    where origin is not null
    group by unit, unit_id, origin
    having count(distinct publisher_family) > 1
),

edges as (
    select
        row(origins.unit, origins.unit_id, origins.publisher_family) as a,
        row(origins.unit, origins.unit_id, shared_origins.first_family) as b
    from origins
    inner join shared_origins
        on
            origins.unit = shared_origins.unit
            and origins.unit_id = shared_origins.unit_id
            and origins.origin = shared_origins.origin
),

labels as {{ label_components('edges') }},

merged as (
    select
        node[1] as unit,
        node[2] as unit_id,
        count(*) - count(distinct label) as families_merged
    from labels
    group by node[1], node[2]
),

reach as (
    select
        unit,
        unit_id,
        count(*) as articles,
        count(outlet) as articles_of_known_outlet,
        count(distinct outlet) as outlets,
        min_by(article_id, row(published_at, article_id)) filter (where published_at is not null) as first_article_id,
        arg_min_null(outlet, row(published_at, article_id)) filter (where published_at is not null) as first_outlet,
        min(published_at) as first_published_at,
        max(published_at) as last_published_at
    from {{ ref('int_carriers') }}
    group by unit, unit_id
)

select
    reach.unit,
    reach.unit_id,
    reach.articles,
    reach.outlets,
    families.publisher_families - coalesce(merged.families_merged, 0) as independent_outlets,
    reach.articles = 1 or (reach.outlets = 1 and reach.articles_of_known_outlet = reach.articles) as is_single_outlet,
    reach.first_article_id,
    reach.first_outlet,
    reach.first_published_at,
    reach.last_published_at
from reach
inner join families on reach.unit = families.unit and reach.unit_id = families.unit_id
left join merged on reach.unit = merged.unit and reach.unit_id = merged.unit_id
