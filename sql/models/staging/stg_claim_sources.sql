-- Grain: one row per source of an attributed claim. Key: claim_id, source_no.
-- NULL: source_entity_id when the source is only described.
select
    claim_id,
    source_no,
    article_id,
    {{ source_columns('source') }}
from {{ source('extracted', 'claim_sources') }}
