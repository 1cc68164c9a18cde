-- Grain: one row per claim. Key: claim_id.
-- attitude: what it does with the content of its group's representative. denies: it says that it is not so, by its cue or
-- against a representative that says it is; asks: it asks or doubts whether it is so, or declines to say; else asserts.
-- carries: whether it says what the representative says, with the same attitude or asserting it; what says a part of it,
-- denies it or differs in a number or name belongs to the group and carries another claim. A doubtful claim carries nothing.
-- is_lone: the only claim of its group, in whatever version of an article, and of one source at most. Most are, and marts
-- take them as they are, without comparing or counting anything.
-- NULL: stance in the outlet's voice, outlet and publisher_family when unknown, published_at when unknown.
with shared_groups as (
    select claim_group_id
    from {{ ref('stg_claim_groups') }}
    where not is_representative
    group by claim_group_id
),

shared_claims as (
    select claim_id
    from {{ ref('stg_claim_sources') }}
    where source_no > 0
    group by claim_id
),

claims as (
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
        articles.publisher_family,
        articles.published_at,
        shared_groups.claim_group_id is null and shared_claims.claim_id is null as is_lone
    from {{ ref('stg_claim_groups') }} as groups
    inner join {{ ref('stg_claims') }} as claims on groups.claim_id = claims.claim_id
    inner join {{ ref('int_story_articles') }} as articles on claims.article_id = articles.article_id
    left join shared_groups on groups.claim_group_id = shared_groups.claim_group_id
    left join shared_claims on claims.claim_id = shared_claims.claim_id
),

-- of those that assert nobody needs to know more
heads as (
    select
        claim_group_id,
        attitude
    from claims
    where is_representative and not is_lone and attitude <> 'asserts'
)

select
    claims.*,
    coalesce(
        claims.relation = 'same'
        and not claims.is_doubtful
        and (claims.attitude = 'asserts' or claims.is_representative or claims.attitude = heads.attitude),
        false
    ) as carries
from claims
left join heads on claims.claim_group_id = heads.claim_group_id
