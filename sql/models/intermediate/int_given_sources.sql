-- Grain: one row per claim or quotation that carries its group, and known source that it gives. Key: statement_id, source_no.
-- Whom the reports give. reporting_family: where the source is an outlet or agency ('The Courier reported'), its publisher
-- family on that day, else its name.
-- NULL: source_entity_id when the source is only described; reporting_family unless source_type is media.
{{ config(materialized='view') }}
with carriers as (
    select
        'claim_group' as carried,
        claim_group_id as carried_id,
        claim_id as statement_id,
        article_id,
        is_lone,
        published_at
    from {{ ref('int_group_claims').include(database=false) }}
    where carries

    union all

    select
        'quote_group' as carried,
        quote_group_id as carried_id,
        quote_id as statement_id,
        article_id,
        is_lone,
        published_at
    from {{ ref('int_quote_groups').include(database=false) }}
)

select
    carriers.carried,
    carriers.carried_id,
    carriers.article_id,
    carriers.is_lone,
    carriers.statement_id,
    given.source_no,
    given.source_key,
    given.source_entity_id,
    given.source_name,
    given.source_type,
    case
        when given.source_type = 'media' then coalesce(owners.publisher_family, owners.outlet, given.source_name)
    end as reporting_family
from carriers
inner join {{ ref('int_attributions').include(database=false) }} as given on carriers.statement_id = given.statement_id
left join {{ ref('stg_outlet_owners').include(database=false) }} as owners
    on
        case when given.source_type = 'media' then lower(given.source_name) end = owners.outlet_name
        and coalesce(carriers.published_at::date, date '9999-12-31') between owners.valid_from and owners.valid_to
