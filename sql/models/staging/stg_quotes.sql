-- Grain: one row per quotation. Key: quote_id.
-- NULL: claim_id for scare quotes; source_entity_id when the speaker is only described; source_name when the speaker stays unknown.
select
    quote_id,
    article_id,
    claim_id,
    text as quote_text,
    quote_type,
    confidence,
    {{ is_doubtful('confidence') }} as is_doubtful,
    {{ source_columns('speaker') }}
from {{ source('extracted', 'quotes') }}
