-- Grain: one row per claim group that two or more outlets carry, and outlet that covered its story and has no claim in it.
-- Key: claim_group_id, outlet.
-- An outlet that tells a part of it, denies it, differs in a number, asks, or has it only in a doubtful claim has a claim in
-- the group and no row here: it does not carry the claim, but it does not leave it out either.
-- coverage_share: numerator carrying_outlets; denominator story_outlets.
-- nearest_*: its claim that is most like one of the group's and was not put there (claim_near_misses). may_be_missed: that
-- similarity reaches the bar at which claims join, so that this may be a match that was missed and no omission.
-- could_have_known: whether its last article on the story came after the claim was first carried.
-- publisher_family: of its last article on the story. family_carries: whether another outlet of its publisher carries it. has_own_text: whether it has written on the story
-- itself; where it only ran an agency's text or a copy, the omission is that text's.
-- NULL: nearest_* where no claim of its comes near (below 0.05); could_have_known, first_published_at and
-- last_published_at when a date is unknown.
with told as (
    select
        claim_group_id,
        outlet
    from {{ ref('int_group_claims') }}
    where outlet is not null and not is_lone
    group by claim_group_id, outlet
),

carrying_families as (
    select
        claim_group_id,
        publisher_family
    from {{ ref('int_group_claims') }}
    where carries and outlet is not null and not is_lone
    group by claim_group_id, publisher_family
),

story_outlets as (
    select
        story_id,
        outlet,
        max_by(publisher_family, coalesce(published_date, date '9999-12-31')) as publisher_family,
        count(*) as outlet_articles,
        bool_or(is_own_text) as has_own_text,
        max({{ published_by('published_at') }}) as latest,
        max(published_at) as last_published_at
    from {{ ref('int_story_articles') }}
    where outlet is not null
    group by story_id, outlet
),

nearest as (
    select
        misses.claim_group_id,
        articles.outlet,
        min_by(
            row(misses.claim_id, claims.claim_text, misses.similarity), row(-misses.similarity, misses.claim_id)
        ) as claim
    from {{ ref('stg_claim_near_misses') }} as misses
    inner join {{ ref('int_story_articles') }} as articles on misses.article_id = articles.article_id
    inner join {{ ref('stg_claims') }} as claims on misses.claim_id = claims.claim_id
    group by misses.claim_group_id, articles.outlet
)

select
    coverage.claim_group_id,
    coverage.story_id,
    coverage.story_headline,
    coverage.representative_claim_id,
    coverage.representative_text,
    coverage.representative_statement,
    story_outlets.outlet,
    story_outlets.publisher_family,
    story_outlets.outlet_articles,
    story_outlets.has_own_text,
    families.publisher_family is not null as family_carries,
    coverage.outlets as carrying_outlets,
    coverage.independent_outlets,
    coverage.story_outlets,
    coverage.coverage_share,
    coverage.first_published_at,
    story_outlets.last_published_at,
    story_outlets.latest >= coverage.first_published_at as could_have_known,
    nearest.claim[1] as nearest_claim_id,
    nearest.claim[2] as nearest_text,
    nearest.claim[3] as nearest_similarity,
    coalesce(nearest.claim[3] >= {{ joining_similarity() }}, false) as may_be_missed
from {{ ref('claim_coverage') }} as coverage
inner join story_outlets on coverage.story_id = story_outlets.story_id
anti join told on coverage.claim_group_id = told.claim_group_id and story_outlets.outlet = told.outlet
left join carrying_families as families
    on coverage.claim_group_id = families.claim_group_id and story_outlets.publisher_family = families.publisher_family
left join nearest on coverage.claim_group_id = nearest.claim_group_id and story_outlets.outlet = nearest.outlet
where coverage.outlets >= 2
