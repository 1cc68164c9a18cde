-- Grain: one row per claim group or quote group, article that carries it, and origin it rests on there.
-- Key: unit, unit_id, article_id, origin.
-- What a report rests on (origin_kind):
--   source   a known source that it gives; 'A and B said' rests on two
--   report   another outlet's or agency's report ('The Courier reported'): the origin is that outlet's publisher family, so
--            that the outlet's own article, where it carries the claim too, has the same origin
--   text     no source of its own, but a copy or sister text (counted_as) gives one: it rests on what that one rests on
--   own      nothing but itself: the origin is the family it is counted as
-- counted_origin: of what the articles of one counted_as rest on, the origin that most others rest on too, the first by name
-- among equals. So a report with one shared and one own source counts with those it shares with, and the distinct values
-- never outnumber the independent outlets.
-- least_origin: the same where described sources ('officials') may all be one; fewer or as many distinct values.
-- is_lone: the unit is one claim or quotation of one source at most (int_carriers) and rests on that.
-- NULL: counted_origin and least_origin for an unknown outlet; source_entity_id unless origin_kind is source and the source an entity; source_name for own and text.
-- An article of an unknown outlet without a source rests on nothing that could be counted and has no row.
with statements as (
    select
        'claim_group' as unit,
        claims.claim_group_id as unit_id,
        claims.article_id,
        claims.is_lone,
        attributions.source_key,
        attributions.source_entity_id,
        attributions.source_name,
        attributions.source_type
    from {{ ref('int_group_claims') }} as claims
    inner join {{ ref('int_attributions') }} as attributions on claims.claim_id = attributions.claim_id
    where claims.carries

    union all

    select
        'quote_group' as unit,
        quotes.quote_group_id as unit_id,
        quotes.article_id,
        quotes.is_lone,
        attributions.source_key,
        attributions.source_entity_id,
        attributions.source_name,
        attributions.source_type
    from {{ ref('int_quote_groups') }} as quotes
    inner join {{ ref('int_attributions') }} as attributions on quotes.quote_id = attributions.quote_id
),

reported as (
    select
        statements.*,
        case
            when statements.source_type = 'media'
                then coalesce(names.publisher_family, names.outlet, statements.source_name)
        end as reporting_family
    from statements
    left join {{ ref('stg_outlet_names') }} as names
        on case when statements.source_type = 'media' then lower(statements.source_name) end = names.outlet_name
),

lone as (
    select
        carriers.unit,
        carriers.unit_id,
        carriers.article_id,
        carriers.publisher_family,
        case
            when reported.reporting_family is not null then 'outlet:' || reported.reporting_family
            when reported.source_key is not null then 'source:' || reported.source_key
            else 'outlet:' || carriers.publisher_family
        end as origin,
        case
            when reported.reporting_family is not null then 'report'
            when reported.source_key is not null then 'source'
            else 'own'
        end as origin_kind,
        case when reported.reporting_family is null then reported.source_entity_id end as source_entity_id,
        reported.source_name
    from {{ ref('int_carriers') }} as carriers
    left join reported on reported.is_lone and carriers.unit = reported.unit and carriers.unit_id = reported.unit_id
    where
        carriers.is_lone
        and carriers.unit in ('claim_group', 'quote_group')
        and (reported.unit_id is not null or carriers.publisher_family is not null)
),

carriers as (
    select
        carriers.unit,
        carriers.unit_id,
        carriers.article_id,
        coalesce(merged.counted_as, carriers.publisher_family) as counted_as
    from {{ ref('int_carriers') }} as carriers
    {{ join_merged_families("carriers.unit", "carriers.unit_id", "carriers.publisher_family") }}
    where carriers.unit in ('claim_group', 'quote_group') and not carriers.is_lone
),

sourced as (
    select
        reported.unit,
        reported.unit_id,
        reported.article_id,
        case when reported.reporting_family is null then 'source' else 'report' end as origin_kind,
        case
            when reported.reporting_family is null then 'source:' || reported.source_key
            else 'outlet:' || coalesce(merged.counted_as, reported.reporting_family)
        end as origin,
        carriers.counted_as,
        min(reported.source_entity_id) filter (where reported.reporting_family is null) as source_entity_id,
        min(reported.source_name) as source_name
    from reported
    inner join carriers
        on
            reported.unit = carriers.unit
            and reported.unit_id = carriers.unit_id
            and reported.article_id = carriers.article_id
            and not reported.is_lone
    {{ join_merged_families("reported.unit", "reported.unit_id", "reported.reporting_family") }}
    group by all
),

unsourced as (
    select carriers.*
    from carriers
    anti join sourced
        on
            carriers.unit = sourced.unit
            and carriers.unit_id = sourced.unit_id
            and carriers.article_id = sourced.article_id
    where carriers.counted_as is not null
),

family_origins as (
    select
        unit,
        unit_id,
        counted_as,
        origin
    from sourced
    group by unit, unit_id, counted_as, origin
),

origins as (
    select
        unit,
        unit_id,
        article_id,
        counted_as,
        origin,
        origin_kind,
        source_entity_id,
        source_name
    from sourced

    union all

    select
        unsourced.unit,
        unsourced.unit_id,
        unsourced.article_id,
        unsourced.counted_as,
        coalesce(family_origins.origin, 'outlet:' || unsourced.counted_as) as origin,
        case when family_origins.origin is null then 'own' else 'text' end as origin_kind,
        null as source_entity_id,
        null as source_name
    from unsourced
    left join family_origins
        on
            unsourced.unit = family_origins.unit
            and unsourced.unit_id = family_origins.unit_id
            and unsourced.counted_as = family_origins.counted_as
),

counted_families as (
    select
        unit,
        unit_id,
        counted_as,
        origin,
        {{ least_origin('origin') }} as least_origin
    from origins
    where counted_as is not null
    group by unit, unit_id, counted_as, origin
),

-- counted over windows: joined, the shares of a unit would meet each other, and a unit may have thousands
shares as (
    select
        *,
        count(*) over (partition by unit, unit_id, origin) as families,
        count(distinct counted_as) over (partition by unit, unit_id, least_origin) as least_families
    from counted_families
),

ranked as (
    select
        *,
        row_number() over (partition by unit, unit_id, counted_as order by families desc, origin) as place,
        row_number() over (
            partition by unit, unit_id, counted_as order by least_families desc, least_origin
        ) as least_place
    from shares
),

counted as (
    select
        unit,
        unit_id,
        counted_as,
        max(origin) filter (where place = 1) as counted_origin,
        max(least_origin) filter (where least_place = 1) as least_origin
    from ranked
    group by unit, unit_id, counted_as
)

select
    origins.unit,
    origins.unit_id,
    origins.article_id,
    origins.origin,
    origins.origin_kind,
    origins.source_entity_id,
    origins.source_name,
    counted.counted_origin,
    counted.least_origin,
    false as is_lone
from origins
left join counted
    on origins.unit = counted.unit and origins.unit_id = counted.unit_id and origins.counted_as = counted.counted_as

union all

select
    unit,
    unit_id,
    article_id,
    origin,
    origin_kind,
    source_entity_id,
    source_name,
    case when publisher_family is not null then origin end as counted_origin,
    case when publisher_family is not null then {{ least_origin('origin') }} end as least_origin,
    true as is_lone
from lone
