-- Grain: one row per story. Key: story_id.
-- headline, first_article_id and first_*: those of dim_story. Doubtful rows are left out.
-- sources_min: as many if described sources of the same words are one.
-- quotes_low and _high: 95 % bounds of how many there are, by measured precision and recall (int_count_errors).
-- NULL: headline when no article has one; first_* and last_published_at when no article has a date; bounds where nothing was
-- measured.
with claims as (
    select
        story_id,
        count(*) as claims
    from {{ ref('claim_coverage') }}
    group by story_id
),

quotes as (
    select
        story_id,
        count(*) as quotes
    from {{ ref('int_quote_groups') }}
    where not is_doubtful
    group by story_id
),

sources as (
    select
        articles.story_id,
        count(distinct sources.source_key) as sources,
        count(distinct sources.least_key) as sources_min
    from {{ ref('int_article_sources') }} as sources
    inner join {{ ref('int_story_articles') }} as articles on sources.article_id = articles.article_id
    group by articles.story_id
)

select
    stories.story_id,
    stories.headline,
    stories.first_article_id,
    stories.first_headline,
    stories.first_outlet,
    stories.first_published_at,
    stories.last_published_at,
    stories.articles,
    stories.outlets,
    stories.independent_outlets,
    coalesce(claims.claims, 0) as claims,
    coalesce(quotes.quotes, 0) as quotes,
    {{ count_low('coalesce(quotes.quotes, 0)', 'errors') }} as quotes_low,
    {{ count_high('coalesce(quotes.quotes, 0)', 'errors') }} as quotes_high,
    coalesce(sources.sources, 0) as sources,
    coalesce(sources.sources_min, 0) as sources_min
from {{ ref('dim_story') }} as stories
left join claims on stories.story_id = claims.story_id
left join quotes on stories.story_id = quotes.story_id
left join sources on stories.story_id = sources.story_id
left join {{ ref('int_count_errors') }} as errors on errors.measure = 'counted quotations'
