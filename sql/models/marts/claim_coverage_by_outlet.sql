-- Grain: one row per story and known outlet that covered it. Key: story_id, outlet.
-- coverage_share: numerator claims_carried; denominator claims_in_story; NULL when the story has no claim.
-- An outlet whose article gave no claim stands here with 0.
with story_outlets as (
    select
        story_id,
        outlet
    from {{ ref('int_story_articles') }}
    where outlet is not null
    group by story_id, outlet
),

carried as (
    select
        claim_group_id,
        story_id,
        outlet
    from {{ ref('int_group_claims') }}
    where outlet is not null and carries
    group by claim_group_id, story_id, outlet
),

story_claims as (
    select
        story_id,
        count(*) as claims_in_story
    from {{ ref('claim_coverage') }}
    group by story_id
),

outlet_claims as (
    select
        carried.story_id,
        carried.outlet,
        count(*) as claims_carried,
        count(*) filter (where coverage.is_single_outlet) as exclusive_claims,
        count(*) filter (where coverage.outlets < coverage.story_outlets) as missed_by_others
    from carried
    inner join {{ ref('claim_coverage') }} as coverage on carried.claim_group_id = coverage.claim_group_id
    group by carried.story_id, carried.outlet
)

select
    story_outlets.story_id,
    stories.headline as story_headline,
    story_outlets.outlet,
    coalesce(story_claims.claims_in_story, 0) as claims_in_story,
    coalesce(outlet_claims.claims_carried, 0) as claims_carried,
    coalesce(outlet_claims.claims_carried, 0) / nullif(story_claims.claims_in_story, 0) as coverage_share,
    coalesce(outlet_claims.exclusive_claims, 0) as exclusive_claims,
    coalesce(outlet_claims.missed_by_others, 0) as missed_by_others
from story_outlets
left join {{ ref('dim_story') }} as stories on story_outlets.story_id = stories.story_id
left join story_claims on story_outlets.story_id = story_claims.story_id
left join outlet_claims on story_outlets.story_id = outlet_claims.story_id and story_outlets.outlet = outlet_claims.outlet
