-- Grain: one row per story. Key: story_id.
-- headline and first_article_id: of the story's first dated article, else of the one whose id sorts first.
-- NULL: headline when that article has none; first_* and last_published_at when no article has a date.
with heads as (
    select
        story_id,
        min_by(row(headline, article_id), row(published_at is null, published_at, article_id)) as head
    from {{ ref('int_story_articles') }}
    group by story_id
),

claims as (
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
    heads.story_id,
    heads.head[1] as headline,
    heads.head[2] as first_article_id,
    reach.first_outlet,
    reach.first_published_at,
    reach.last_published_at,
    reach.articles,
    reach.outlets,
    reach.independent_outlets,
    coalesce(claims.claims, 0) as claims,
    coalesce(quotes.quotes, 0) as quotes,
    coalesce(sources.sources, 0) as sources
from heads
inner join {{ ref('int_reach') }} as reach on reach.unit = 'story' and heads.story_id = reach.unit_id
left join claims on heads.story_id = claims.story_id
left join quotes on heads.story_id = quotes.story_id
left join sources on heads.story_id = sources.story_id
