-- Grain: one row per claim. Key: claim_id.
-- NULL: source_entity_id when the source is only described; source_name when it stays unknown.
select
    claim_id,
    article_id,
    voice,
    stance,
    text as claim_text,
    {{ source_columns('source') }}
from {{ source('tables', 'claims') }}
