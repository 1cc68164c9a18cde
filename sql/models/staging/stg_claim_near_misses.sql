-- Grain: one row per claim group of several articles and article of its story without a claim in it that comes near.
-- Key: claim_group_id, article_id. No column is null.
select
    claim_group_id,
    article_id,
    claim_id,
    similarity
from {{ source('matched', 'claim_near_misses') }}
