-- Grain: one row per claim. Key: claim_id.
-- is_doubtful: more likely no attribution, or another's, than right; it stays in the tables and out of what marts count.
-- NULL: source_entity_id when the source is only described; source_name when it stays unknown; via_name when it came
-- directly; anonymity_reason unless the article says why; stance and cue_text in the outlet's own voice.
select
    claim_id,
    article_id,
    voice,
    stance,
    polarity,
    text as claim_text,
    statement,
    source_names,
    via_name,
    anonymity_reason,
    cue_text,
    confidence,
    {{ is_doubtful('confidence') }} as is_doubtful,
    {{ source_columns('source') }}
from {{ source('extracted', 'claims') }}
