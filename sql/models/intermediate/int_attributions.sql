-- Grain: one row per known source of an attributed claim and of a direct or mixed quotation. Key: statement_id, source_no.
-- int_all_attributions without its doubtful rows: what marts count. NULL as there.
{{ config(materialized='view') }}
select
    statement_id,
    source_no,
    claim_id,
    quote_id,
    quote_type,
    article_id,
    source_entity_id,
    source_name,
    source_type,
    is_anonymous,
    source_key
from {{ ref('int_all_attributions').include(database=false) }}
where not is_doubtful
