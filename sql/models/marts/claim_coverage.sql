-- Grain: one row per claim group that is carried. Key: claim_group_id. A group belongs to one story.
-- coverage_share: numerator outlets; denominator story_outlets; NULL when no outlet of the story is known.
-- distinct_sources: unknown sources are never counted, so 0 means that nobody known is given as the source.
-- Only members that say the same carry the claim. asserting_*, denying_* and asking_* count by what each member does with the
-- representative's content (int_group_claims): where everybody denies it, it is carried and nobody asserts it. partial_outlets
-- tell a part of it or more, and do not carry it.
-- Bounds: described sources ('officials') of one group may all be one. sources_max counts each apart, as distinct_sources does;
-- sources_min counts one for them, or as many as one claim gives together. is_single_source is sure: from the upper bound, at
-- the lenient level too, since a group that only missed its match must not look single-sourced; may_be_single_source, from
-- the lower.
-- Doubtful claims (confidence below the bar, see is_doubtful) are counted in doubtful_claims only; expected_claims sums the
-- confidence of all that say the same, doubtful ones too: as many as are right, on average; rounded, since the last digits of
-- a sum depend on the order of rows.
-- lenient_sources: sources of what says a part of it or more than it count too, those of denials and conflicts do not.
-- independent_origins: independent_outlets after those that rest on one source or report count once too (origin_chain).
-- NULL besides: first_* when no article has a date; first_outlet also when the first article's outlet is unknown.
with compared as (
    select
        claim_group_id,
        story_id,
        lenient_group_id,
        min_by(row(claim_id, claim_text, statement), row(not carries, not is_representative, -similarity, claim_id)) as head,
        count(*) filter (where relation in ('denial', 'conflict') and not is_doubtful) as conflicting_claims,
        count(distinct outlet) filter (where carries and attitude = 'asserts') as asserting_outlets,
        count(distinct outlet) filter (where attitude = 'denies' and relation <> 'partial' and not is_doubtful) as denying_outlets,
        count(distinct outlet) filter (where attitude = 'asks' and relation = 'same' and not is_doubtful) as asking_outlets,
        bool_or(carries and attitude = 'asserts')
        and bool_or(attitude = 'denies' and relation <> 'partial' and not is_doubtful) as is_disputed,
        count(distinct outlet) filter (where carries or (relation = 'partial' and not is_doubtful))
        - count(distinct outlet) filter (where carries) as partial_outlets,
        min(confidence) filter (where carries) as min_confidence,
        count(*) filter (where is_doubtful) as doubtful_claims,
        sum(confidence) filter (where carries or (is_doubtful and relation = 'same')) as expected_claims,
        list_sort(list(distinct voice) filter (where carries)) as voices
    from {{ ref('int_group_claims') }}
    where not is_lone
    group by claim_group_id, story_id, lenient_group_id
    having bool_or(carries)
),

groups as (
    select * from compared

    union all

    select
        claim_group_id,
        story_id,
        lenient_group_id,
        row(claim_id, claim_text, statement) as head,
        0 as conflicting_claims,
        if(outlet is not null and attitude = 'asserts', 1, 0) as asserting_outlets,
        if(outlet is not null and attitude = 'denies', 1, 0) as denying_outlets,
        if(outlet is not null and attitude = 'asks', 1, 0) as asking_outlets,
        false as is_disputed,
        0 as partial_outlets,
        confidence as min_confidence,
        0 as doubtful_claims,
        confidence as expected_claims,
        [voice] as voices
    from {{ ref('int_group_claims') }}
    where is_lone and carries
),

claim_sources as (
    select
        claims.claim_group_id,
        claims.lenient_group_id,
        claims.claim_id,
        claims.carries,
        claims.carries and claims.attitude = 'asserts' as asserts,
        claims.attitude = 'denies' and claims.relation <> 'partial' as denies,
        claims.attitude = 'asks' and claims.relation = 'same' as asks,
        claims.attitude <> 'denies' and claims.relation in ('same', 'partial') as is_lenient,
        attributions.source_key,
        attributions.is_anonymous,
        attributions.source_key like 'described:%' as is_described
    from {{ ref('int_group_claims') }} as claims
    inner join {{ ref('int_attributions') }} as attributions on claims.claim_id = attributions.claim_id
),

described as (
    select
        claim_group_id,
        max(sources) as sources
    from (
        select
            claim_group_id,
            claim_id,
            count(distinct source_key) as sources
        from claim_sources
        where carries and is_described
        group by claim_group_id, claim_id
    )
    group by claim_group_id
),

group_sources as (
    select
        claim_group_id,
        count(*) filter (where carries) as distinct_sources,
        count(*) filter (where carries and not is_described) as known_sources,
        count(*) filter (where asserts) as asserting_sources,
        count(*) filter (where denies) as denying_sources,
        count(*) filter (where asks) as asking_sources,
        bool_and(is_anonymous) as is_anonymous_only
    from (
        select
            claim_group_id,
            source_key,
            is_described,
            bool_or(carries) as carries,
            bool_or(asserts) as asserts,
            bool_or(denies) as denies,
            bool_or(asks) as asks,
            bool_and(is_anonymous) filter (where carries) as is_anonymous
        from claim_sources
        group by claim_group_id, source_key, is_described
    )
    group by claim_group_id
),

lenient_sources as (
    select
        lenient_group_id,
        count(*) as lenient_sources
    from (
        select
            lenient_group_id,
            source_key
        from claim_sources
        where is_lenient
        group by lenient_group_id, source_key
    )
    group by lenient_group_id
)

select
    groups.claim_group_id,
    groups.story_id,
    stories.headline as story_headline,
    groups.head[1] as representative_claim_id,
    groups.head[2] as representative_text,
    groups.head[3] as representative_statement,
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
    coalesce(lenient_sources.lenient_sources, 0) as lenient_sources,
    groups.asserting_outlets,
    groups.denying_outlets,
    groups.asking_outlets,
    coalesce(group_sources.asserting_sources, 0) as asserting_sources,
    coalesce(group_sources.denying_sources, 0) as denying_sources,
    coalesce(group_sources.asking_sources, 0) as asking_sources,
    groups.is_disputed,
    groups.partial_outlets,
    groups.min_confidence,
    groups.doubtful_claims,
    round(groups.expected_claims, 9) as expected_claims,
    coalesce(group_sources.known_sources, 0) + coalesce(described.sources, 0) as sources_min,
    coalesce(group_sources.distinct_sources, 0) as sources_max,
    reach.independent_origins_min,
    reach.independent_origins as independent_origins_max,
    coalesce(group_sources.known_sources, 0) + coalesce(described.sources, 0) = 1 as may_be_single_source,
    reach.first_outlets,
    reach.is_first_tied,
    reach.first_precision
from groups
inner join {{ ref('int_reach') }} as reach on reach.carried = 'claim_group' and groups.claim_group_id = reach.carried_id
inner join {{ ref('dim_story') }} as stories on groups.story_id = stories.story_id
left join group_sources on groups.claim_group_id = group_sources.claim_group_id
left join described on groups.claim_group_id = described.claim_group_id
left join lenient_sources on groups.lenient_group_id = lenient_sources.lenient_group_id
