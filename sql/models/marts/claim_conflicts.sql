-- Grain: one row per claim that departs from the representative of its group. Key: claim_id.
-- The rows to look at when outlets disagree: numbers, negation or names differ (reasons), or one denies what others say. Doubtful claims are left out.
-- source_name: the one named first; claim_sources has all. NULL: outlets, times and sources when unknown.
with statements as (
    select
        claims.claim_id,
        claims.claim_group_id,
        claims.story_id,
        claims.is_representative,
        claims.is_doubtful,
        claims.relation,
        claims.conflict_reasons,
        claims.similarity,
        claims.claim_text,
        claims.article_id,
        articles.headline,
        claims.outlet,
        claims.published_at,
        sources.source_name
    from {{ ref('int_group_claims') }} as claims
    inner join {{ ref('int_story_articles') }} as articles on claims.article_id = articles.article_id
    left join {{ ref('int_attributions') }} as sources
        on claims.claim_id = sources.claim_id and sources.source_no = 0
)

select
    claims.claim_id,
    claims.claim_group_id,
    claims.story_id,
    stories.headline as story_headline,
    claims.conflict_reasons as reasons,
    array_to_string(claims.conflict_reasons, '; ') as reasons_text,
    claims.similarity,
    claims.claim_text,
    claims.source_name,
    claims.outlet,
    claims.article_id,
    claims.headline,
    claims.published_at,
    heads.claim_id as representative_claim_id,
    heads.claim_text as representative_text,
    heads.source_name as representative_source_name,
    heads.outlet as representative_outlet,
    heads.article_id as representative_article_id,
    heads.headline as representative_headline,
    heads.published_at as representative_published_at
from statements as claims
inner join statements as heads on claims.claim_group_id = heads.claim_group_id and heads.is_representative
left join {{ ref('dim_story') }} as stories on claims.story_id = stories.story_id
where claims.relation in ('denial', 'conflict') and not claims.is_doubtful and not heads.is_doubtful
