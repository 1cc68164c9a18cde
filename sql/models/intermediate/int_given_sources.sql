-- Grain: one row per claim or quotation that carries its group, and known source that it gives. Key: statement_id, source_no.
-- Whom the reports give. reporting_family: where the source is an outlet or agency ('The Courier reported'), its publisher
-- family on that day, else its name.
-- NULL: source_entity_id when the source is only described; reporting_family unless source_type is media.
{{ config(materialized='view') }}
with given as (
    select
        'claim_group' as carried,
        claims.claim_group_id as carried_id,
        claims.article_id,
        claims.is_lone,
        claims.published_at,
        attributions.statement_id,
        attributions.source_no,
        attributions.source_key,
        attributions.source_entity_id,
        attributions.source_name,
        attributions.source_type
    from {{ ref('int_group_claims').include(database=false) }} as claims
    inner join {{ ref('int_attributions').include(database=false) }} as attributions on claims.claim_id = attributions.claim_id
    where claims.carries

    union all

    select
        'quote_group' as carried,
        quotes.quote_group_id as carried_id,
        quotes.article_id,
        quotes.is_lone,
        quotes.published_at,
        attributions.statement_id,
        attributions.source_no,
        attributions.source_key,
        attributions.source_entity_id,
        attributions.source_name,
        attributions.source_type
    from {{ ref('int_quote_groups').include(database=false) }} as quotes
    inner join {{ ref('int_attributions').include(database=false) }} as attributions on quotes.quote_id = attributions.quote_id
)

select
    given.carried,
    given.carried_id,
    given.article_id,
    given.is_lone,
    given.statement_id,
    given.source_no,
    given.source_key,
    given.source_entity_id,
    given.source_name,
    given.source_type,
    case
        when given.source_type = 'media' then coalesce(owners.publisher_family, owners.outlet, given.source_name)
    end as reporting_family
from given
left join {{ ref('stg_outlet_owners').include(database=false) }} as owners
    on
        case when given.source_type = 'media' then lower(given.source_name) end = owners.outlet_name
        and coalesce(given.published_at::date, date '9999-12-31') between owners.valid_from and owners.valid_to
