-- Grain: one row per claim. Key: claim_id.
-- attitude: what it does with the content of its group's representative. denies: it says that it is not so, by its cue or
-- against a representative that says it is; asks: it asks or doubts whether it is so, or declines to say; else asserts.
-- carries: whether it says what the representative says, with the same attitude or asserting it; what says a part of it,
-- denies it or differs in a number or name belongs to the group and carries another claim. A doubtful claim carries nothing.
-- NULL: stance in the outlet's voice, outlet when unknown, published_at when unknown.
with claims as (
    select
        claims.claim_id,
        groups.claim_group_id,
        groups.lenient_group_id,
        groups.similarity,
        groups.is_representative,
        groups.relation,
        groups.conflict_reasons,
        claims.claim_text,
        claims.statement,
        claims.voice,
        claims.stance,
        claims.confidence,
        claims.is_doubtful,
        case
            when groups.relation = 'denial' or list_contains(groups.conflict_reasons, 'negation') then 'denies'
            when coalesce(claims.stance, 'asserts') = 'denies' then 'denies'
            when coalesce(claims.stance, 'asserts') in ('asks', 'questions', 'declines') then 'asks'
            else 'asserts'
        end as attitude,
        articles.article_id,
        articles.story_id,
        articles.outlet,
        articles.published_at
    from {{ ref('stg_claim_groups') }} as groups
    inner join {{ ref('stg_claims') }} as claims on groups.claim_id = claims.claim_id
    inner join {{ ref('int_story_articles') }} as articles on claims.article_id = articles.article_id
)

select
    claims.*,
    coalesce(
        claims.relation = 'same'
        and not claims.is_doubtful
        and (
            claims.attitude = 'asserts'
            or claims.attitude
            = any_value(claims.attitude) filter (where claims.is_representative) over (partition by claims.claim_group_id)
        ),
        false
    ) as carries
from claims
