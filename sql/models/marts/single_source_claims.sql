-- Grain: one row per claim group that rests on one known source. Key: claim_group_id.
-- The rows to look at first: many outlets and one source look like corroboration and are none.
-- With 'outlet' among its voices some outlet states it as a fact of its own.
-- NULL: source_entity_id when the source is only described.
with sources as (
    select
        claims.claim_group_id,
        min_by(
            row(attributions.source_entity_id, attributions.source_name, attributions.source_type), attributions.claim_id
        ) as source
    from {{ ref('int_group_claims') }} as claims
    inner join {{ ref('int_attributions') }} as attributions on claims.claim_id = attributions.claim_id
    where claims.carries and not claims.is_lone
    group by claims.claim_group_id

    union all

    select
        claims.claim_group_id,
        row(attributions.source_entity_id, attributions.source_name, attributions.source_type) as source
    from {{ ref('int_group_claims') }} as claims
    inner join {{ ref('int_attributions') }} as attributions on claims.claim_id = attributions.claim_id
    where claims.carries and claims.is_lone
)

select
    coverage.claim_group_id,
    coverage.story_id,
    coverage.story_headline,
    coverage.representative_claim_id,
    coverage.representative_text,
    sources.source[1] as source_entity_id,
    sources.source[2] as source_name,
    sources.source[3] as source_type,
    coverage.is_anonymous_only as is_anonymous,
    coverage.articles,
    coverage.outlets,
    coverage.independent_outlets,
    coverage.voices,
    coverage.voices_text,
    coverage.is_hedged
from {{ ref('claim_coverage') }} as coverage
inner join sources on coverage.claim_group_id = sources.claim_group_id
where coverage.is_single_source
