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
with told as (
    select
        claim_group_id,
        story_id,
        lenient_group_id,
        outlet,
        count(*) filter (where relation in ('denial', 'conflict') and not is_doubtful) as conflicting_claims,
        bool_or(carries) as carries,
        bool_or(carries and attitude = 'asserts') as asserts,
        bool_or(attitude = 'denies' and relation <> 'partial' and not is_doubtful) as denies,
        bool_or(attitude = 'asks' and relation = 'same' and not is_doubtful) as asks,
        bool_or(relation = 'partial' and not is_doubtful) as tells_part,
        min(confidence) filter (where carries) as min_confidence,
        count(*) filter (where is_doubtful) as doubtful_claims,
        sum(confidence) filter (where carries or (is_doubtful and relation = 'same')) as expected_claims,
        {{ list_voices('voice', 'carries') }} as voices
    from {{ ref('int_group_claims') }}
    where not is_lone
    group by claim_group_id, story_id, lenient_group_id, outlet
),

compared as (
    select
        claim_group_id,
        story_id,
        lenient_group_id,
        sum(conflicting_claims)::bigint as conflicting_claims,
        count(outlet) filter (where asserts) as asserting_outlets,
        count(outlet) filter (where denies) as denying_outlets,
        count(outlet) filter (where asks) as asking_outlets,
        bool_or(asserts) and bool_or(denies) as is_disputed,
        count(outlet) filter (where tells_part and not carries) as partial_outlets,
        min(min_confidence) as min_confidence,
        sum(doubtful_claims)::bigint as doubtful_claims,
        sum(expected_claims) as expected_claims,
        list_sort(list_distinct(flatten(list(voices)))) as voices
    from told
    group by claim_group_id, story_id, lenient_group_id
    having bool_or(carries)
),

-- lenient groups of several groups
shared_lenient as (
    select lenient_group_id
    from {{ ref('int_group_claims') }}
    where claim_group_id <> lenient_group_id
    group by lenient_group_id
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
        claims.is_lone,
        attributions.source_key,
        attributions.is_anonymous,
        attributions.source_key like 'described:%' as is_described
    from {{ ref('int_group_claims') }} as claims
    inner join {{ ref('int_attributions') }} as attributions on claims.claim_id = attributions.claim_id
    left join shared_lenient on claims.lenient_group_id = shared_lenient.lenient_group_id
    where not claims.is_lone or shared_lenient.lenient_group_id is not null
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
        where carries and is_described and not is_lone
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
        where not is_lone
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
),

groups as (
    select
        compared.*,
        heads.representative_claim_id,
        heads.representative_text,
        heads.representative_statement,
        reach.articles,
        reach.outlets,
        reach.publisher_families,
        reach.independent_outlets,
        reach.independent_origins,
        reach.independent_origins_min,
        reach.first_outlet,
        reach.first_published_at,
        reach.is_single_outlet,
        reach.first_outlets,
        reach.is_first_tied,
        reach.first_precision,
        coalesce(group_sources.distinct_sources, 0) as distinct_sources,
        coalesce(group_sources.known_sources, 0) + coalesce(described.sources, 0) as sources_min,
        coalesce(group_sources.asserting_sources, 0) as asserting_sources,
        coalesce(group_sources.denying_sources, 0) as denying_sources,
        coalesce(group_sources.asking_sources, 0) as asking_sources,
        coalesce(group_sources.is_anonymous_only, false) as is_anonymous_only,
        0 as lenient_sources
    from compared
    inner join {{ ref('int_group_heads') }} as heads on compared.claim_group_id = heads.claim_group_id
    inner join {{ ref('int_reach') }} as reach on reach.carried = 'claim_group' and compared.claim_group_id = reach.carried_id
    left join group_sources on compared.claim_group_id = group_sources.claim_group_id
    left join described on compared.claim_group_id = described.claim_group_id

    union all

    -- one claim of one source at most: its own counts
    select
        claims.claim_group_id,
        claims.story_id,
        claims.lenient_group_id,
        0 as conflicting_claims,
        if(claims.outlet is not null and claims.attitude = 'asserts', 1, 0) as asserting_outlets,
        if(claims.outlet is not null and claims.attitude = 'denies', 1, 0) as denying_outlets,
        if(claims.outlet is not null and claims.attitude = 'asks', 1, 0) as asking_outlets,
        false as is_disputed,
        0 as partial_outlets,
        claims.confidence as min_confidence,
        0 as doubtful_claims,
        claims.confidence as expected_claims,
        [claims.voice] as voices,
        claims.claim_id as representative_claim_id,
        claims.claim_text as representative_text,
        claims.statement as representative_statement,
        1 as articles,
        if(claims.outlet is null, 0, 1) as outlets,
        if(claims.outlet is null, 0, 1) as publisher_families,
        if(claims.outlet is null, 0, 1) as independent_outlets,
        if(claims.outlet is null, 0, 1) as independent_origins,
        if(claims.outlet is null, 0, 1) as independent_origins_min,
        if(claims.published_at is null, null, claims.outlet) as first_outlet,
        claims.published_at as first_published_at,
        true as is_single_outlet,
        case when claims.published_at is null or claims.outlet is null then [] else [claims.outlet] end as first_outlets,
        false as is_first_tied,
        case
            when {{ published_by('claims.published_at') }} > claims.published_at then 'day'
            when claims.published_at is not null then 'time'
        end as first_precision,
        if(sources.claim_id is null, 0, 1) as distinct_sources,
        if(sources.claim_id is null, 0, 1) as sources_min,
        if(sources.claim_id is not null and claims.attitude = 'asserts', 1, 0) as asserting_sources,
        if(sources.claim_id is not null and claims.attitude = 'denies', 1, 0) as denying_sources,
        if(sources.claim_id is not null and claims.attitude = 'asks', 1, 0) as asking_sources,
        coalesce(sources.is_anonymous, false) as is_anonymous_only,
        if(sources.claim_id is not null and claims.attitude <> 'denies', 1, 0) as lenient_sources
    from {{ ref('int_group_claims') }} as claims
    left join {{ ref('int_attributions') }} as sources on claims.claim_id = sources.claim_id
    where claims.is_lone and claims.carries
)

select
    groups.claim_group_id,
    groups.story_id,
    stories.headline as story_headline,
    groups.representative_claim_id,
    groups.representative_text,
    groups.representative_statement,
    groups.articles,
    groups.outlets,
    groups.distinct_sources,
    groups.publisher_families,
    groups.independent_outlets,
    groups.independent_origins,
    groups.first_outlet,
    groups.first_published_at,
    stories.outlets as story_outlets,
    groups.outlets / nullif(stories.outlets, 0) as coverage_share,
    groups.is_single_outlet,
    groups.distinct_sources = 1 and coalesce(shared.lenient_sources, groups.lenient_sources) = 1 as is_single_source,
    groups.is_anonymous_only,
    groups.voices,
    array_to_string(groups.voices, '; ') as voices_text,
    list_contains(groups.voices, 'hedged') as is_hedged,
    groups.conflicting_claims,
    coalesce(shared.lenient_sources, groups.lenient_sources) as lenient_sources,
    groups.asserting_outlets,
    groups.denying_outlets,
    groups.asking_outlets,
    groups.asserting_sources,
    groups.denying_sources,
    groups.asking_sources,
    groups.is_disputed,
    groups.partial_outlets,
    groups.min_confidence,
    groups.doubtful_claims,
    round(groups.expected_claims, 9) as expected_claims,
    groups.sources_min,
    groups.distinct_sources as sources_max,
    groups.independent_origins_min,
    groups.independent_origins as independent_origins_max,
    groups.sources_min = 1 as may_be_single_source,
    groups.first_outlets,
    groups.is_first_tied,
    groups.first_precision
from groups
inner join {{ ref('dim_story') }} as stories on groups.story_id = stories.story_id
left join lenient_sources as shared on groups.lenient_group_id = shared.lenient_group_id
