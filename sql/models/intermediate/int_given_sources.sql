-- Grain: one row per claim or quotation that carries a group that is not lone, and known source that it gives.
-- Key: statement_id, source_no.
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
        published_at
    from {{ ref('int_group_claims').include(database=false) }}
    where carries and not is_lone

    union all

    select
        'quote_group' as carried,
        quote_group_id as carried_id,
        quote_id as statement_id,
        article_id,
        published_at
    from {{ ref('int_quote_groups').include(database=false) }}
    where not is_lone
)

select
    carriers.carried,
    carriers.carried_id,
    carriers.article_id,
    carriers.statement_id,
    given.source_no,
    given.source_key,
    given.source_entity_id,
    given.source_name,
    given.source_type,
    {{ reporting_family('given') }} as reporting_family
from carriers
inner join {{ ref('int_attributions').include(database=false) }} as given on carriers.statement_id = given.statement_id
{{ join_reporting_owners('given', 'carriers.published_at') }}
