-- Grain: one row per claim group. Key: claim_group_id. A group belongs to one story.
-- coverage_share: numerator outlets; denominator story_outlets; NULL when no outlet of the story is known.
-- distinct_sources: unknown sources are never counted, so 0 means that nobody known is given as the source.
-- is_single_source is counted at the lenient level too: a group that only missed its match must not look single-sourced.
-- Only members that say the same carry the claim; those that deny it or conflict with it are counted in conflicting_claims.
-- lenient_sources: sources of what says a part of it or more than it count too, those of denials and conflicts do not.
-- independent_origins: independent_outlets after those that rest on one source or report count once too (origin_chain).
-- NULL besides: first_* when no article has a date; first_outlet also when the first article's outlet is unknown.
with groups as (
    select
        claim_group_id,
        story_id,
        lenient_group_id,
        min_by(row(claim_id, claim_text), row(not is_representative, -similarity, claim_id)) as representative,
        count(*) filter (where relation in ('denial', 'conflict')) as conflicting_claims,
        list_sort(list(distinct voice) filter (where carries)) as voices
    from {{ ref('int_group_claims') }}
    group by claim_group_id, story_id, lenient_group_id
),

claim_sources as (
    select
        claims.claim_group_id,
        claims.lenient_group_id,
        claims.carries,
        attributions.source_key,
        attributions.is_anonymous
    from {{ ref('int_group_claims') }} as claims
    inner join {{ ref('int_attributions') }} as attributions on claims.claim_id = attributions.claim_id
    where claims.relation in ('same', 'partial')
),

group_sources as (
    select
        claim_group_id,
        count(distinct source_key) as distinct_sources,
        bool_and(is_anonymous) as is_anonymous_only
    from claim_sources
    where carries
    group by claim_group_id
),

lenient_sources as (
    select
        lenient_group_id,
        count(distinct source_key) as lenient_sources
    from claim_sources
    group by lenient_group_id
)

select
    groups.claim_group_id,
    groups.story_id,
    stories.headline as story_headline,
    groups.representative[1] as representative_claim_id,
    groups.representative[2] as representative_text,
    reach.articles,
    reach.outlets,
    coalesce(group_sources.distinct_sources, 0) as distinct_sources,
    reach.publisher_families,
    reach.independent_outlets,
    reach.independent_origins,
    reach.first_outlet,
    reach.first_published_at,
    stories.outlets as story_outlets,
    reach.outlets / nullif(stories.outlets, 0) as coverage_share,
    reach.is_single_outlet,
    coalesce(group_sources.distinct_sources = 1 and lenient_sources.lenient_sources = 1, false) as is_single_source,
    coalesce(group_sources.is_anonymous_only, false) as is_anonymous_only,
    groups.voices,
    array_to_string(groups.voices, '; ') as voices_text,
    list_contains(groups.voices, 'hedged') as is_hedged,
    groups.conflicting_claims,
    coalesce(lenient_sources.lenient_sources, 0) as lenient_sources
from groups
inner join {{ ref('int_reach') }} as reach on reach.unit = 'claim_group' and groups.claim_group_id = reach.unit_id
inner join {{ ref('dim_story') }} as stories on groups.story_id = stories.story_id
left join group_sources on groups.claim_group_id = group_sources.claim_group_id
left join lenient_sources on groups.lenient_group_id = lenient_sources.lenient_group_id
