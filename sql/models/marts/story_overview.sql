-- Grain: one row per story. Key: story_id.
-- headline and first_article_id: of the story's first dated article, else of the one whose id sorts first.
-- NULL: headline when that article has none; first_* and last_published_at when no article has a date.
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
        count(distinct attributions.source_key) as sources
    from {{ ref('int_attributions') }} as attributions
    inner join {{ ref('int_story_articles') }} as articles on attributions.article_id = articles.article_id
    group by articles.story_id
)

select
    stories.story_id,
    stories.headline,
    stories.first_article_id,
    stories.first_outlet,
    stories.first_published_at,
    stories.last_published_at,
    stories.articles,
    stories.outlets,
    stories.independent_outlets,
    coalesce(claims.claims, 0) as claims,
    coalesce(quotes.quotes, 0) as quotes,
    coalesce(sources.sources, 0) as sources
from {{ ref('dim_story') }} as stories
left join claims on stories.story_id = claims.story_id
left join quotes on stories.story_id = quotes.story_id
left join sources on stories.story_id = sources.story_id
