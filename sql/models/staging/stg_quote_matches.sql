-- Grain: one row per pair of quotations with the same words, a before b. Key: quote_id_a, quote_id_b.
-- NULL: same_speaker when one of the speakers is unknown.
select
    quote_id_a,
    quote_id_b,
    relation,
    wording,
    similarity,
    same_speaker,
    speaker_relation
from {{ source('matched', 'quote_matches') }}
