-- Grain: one row per known outlet. Key: outlet.
-- own_share: numerator own_articles; denominator articles; never NULL, since an outlet without articles has no row.
-- An agency's own reports are its own.
-- exclusive_share: numerator exclusive_claims; denominator claims; NULL when the outlet carries no claim.
-- sources_min: as many if described sources of the same words are one. quotes_low and _high: 95 % bounds of how many there are,
-- by measured precision and recall (int_count_errors). Doubtful rows are left out.
-- NULL besides: bounds where nothing was measured; country when the seeds do not list the outlet, or name none.
with outlets as (
    select
        outlet,
        count(*) as articles,
        count(*) filter (where is_own_text) as own_articles,
        count(distinct story_id) as stories
    from {{ ref('int_story_articles') }}
    where outlet is not null
    group by outlet
),

coverage as (
    select
        outlet,
        sum(claims_carried)::bigint as claims,
        sum(exclusive_claims)::bigint as exclusive_claims
    from {{ ref('claim_coverage_by_outlet') }}
    group by outlet
),

quotes as (
    select
        outlet,
        count(*) as quotes
    from {{ ref('int_quote_groups') }}
    where not is_doubtful
    group by outlet
),

sources as (
    select
        articles.outlet,
        count(distinct attributions.source_key) as sources,
        count(distinct {{ least_key('attributions.source_key') }}) as sources_min,
        count(distinct attributions.source_key) filter (where attributions.is_anonymous) as anonymous_sources
    from {{ ref('int_attributions') }} as attributions
    inner join {{ ref('int_story_articles') }} as articles on attributions.article_id = articles.article_id
    group by articles.outlet
)

select
    outlets.outlet,
    names.publisher_family,
    names.country,
    outlets.articles,
    outlets.own_articles,
    outlets.own_articles / outlets.articles as own_share,
    outlets.stories,
    coverage.claims,
    coverage.exclusive_claims,
    coverage.exclusive_claims / nullif(coverage.claims, 0) as exclusive_share,
    coalesce(quotes.quotes, 0) as quotes,
    {{ count_low('coalesce(quotes.quotes, 0)', 'errors') }} as quotes_low,
    {{ count_high('coalesce(quotes.quotes, 0)', 'errors') }} as quotes_high,
    coalesce(sources.sources, 0) as sources,
    coalesce(sources.sources_min, 0) as sources_min,
    coalesce(sources.anonymous_sources, 0) as anonymous_sources
from outlets
inner join coverage on outlets.outlet = coverage.outlet
inner join {{ ref('dim_outlet') }} as names on outlets.outlet = names.outlet
left join quotes on outlets.outlet = quotes.outlet
left join sources on outlets.outlet = sources.outlet
left join {{ ref('int_count_errors') }} as errors on errors.measure = 'counted quotations'
