-- Grain: one row per claim. Key: claim_id.
-- carries: whether it says what the group's representative says; what says a part of it, denies it or differs in a number or
-- name belongs to the group and carries another claim.
-- NULL: stance in the outlet's voice, outlet when unknown, published_at when unknown.
select
    claims.claim_id,
    groups.claim_group_id,
    groups.lenient_group_id,
    groups.similarity,
    groups.is_representative,
    groups.relation,
    groups.relation = 'same' as carries,
    groups.conflict_reasons,
    claims.claim_text,
    claims.voice,
    claims.stance,
    articles.article_id,
    articles.story_id,
    articles.outlet,
    articles.published_at
from {{ ref('stg_claim_groups') }} as groups
inner join {{ ref('stg_claims') }} as claims on groups.claim_id = claims.claim_id
inner join {{ ref('int_story_articles') }} as articles on claims.article_id = articles.article_id
