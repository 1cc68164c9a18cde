-- Grain: one row per story. Key: story_id.
-- headline and first_article_id: of the story's first dated article, else of the one whose id sorts first.
-- NULL: headline when that article has none; first_* and last_* when no article has a date.
with heads as (
    select
        story_id,
        min_by(row(headline, article_id), row(published_at is null, published_at, article_id)) as head,
        min(published_date) as first_published_date,
        max(published_date) as last_published_date
    from {{ ref('int_story_articles') }}
    group by story_id
)

select
    heads.story_id,
    heads.head[1] as headline,
    heads.head[2] as first_article_id,
    reach.first_outlet,
    reach.first_published_at,
    reach.last_published_at,
    heads.first_published_date,
    heads.last_published_date,
    reach.articles,
    reach.outlets,
    reach.publisher_families,
    reach.independent_outlets
from heads
inner join {{ ref('int_reach') }} as reach on reach.unit = 'story' and heads.story_id = reach.unit_id
