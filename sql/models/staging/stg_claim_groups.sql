-- Grain: one row per claim. Key: claim_id. No column is null.
select
    claim_id,
    claim_group_id,
    lenient_group_id,
    similarity,
    is_representative,
    relation,
    conflict_reasons
from {{ source('matched', 'claim_groups') }}
