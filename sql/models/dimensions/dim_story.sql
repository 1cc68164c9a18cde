-- Grain: one row per story. Key: story_id.
-- headline: of the article most like all others of the story: the first of those nine tenths as like them as the likest; a report
-- before an opinion, a gallery, a live page or an issue of a series, one with a headline before one without.
-- first_article_id: the story's first dated article, else the one whose id sorts first.
-- first_headline: that article's own. NULL: headline when no article has one; first_headline when that one has none; first_* and last_* when no article has a date.
with articles as (
    select
        articles.story_id,
        articles.article_id,
        articles.headline,
        articles.published_at,
        articles.published_date,
        coalesce(kinds.kind, 'report') in ('opinion', 'gallery', 'live', 'series') as is_beside,
        coalesce(kinds.likeness, 0) as likeness
    from {{ ref('int_story_articles') }} as articles
    left join {{ ref('stg_article_kinds') }} as kinds on articles.article_id = kinds.article_id
),

ranked as (
    select
        *,
        likeness >= 0.9 * max(likeness) over (partition by story_id, is_beside, headline is null) as is_central
    from articles
),

heads as (
    select
        story_id,
        min_by(
            row(headline),
            row(headline is null, is_beside, not is_central, published_at is null, published_at, article_id)
        ) as head,
        min_by(article_id, row(published_at is null, published_at, article_id)) as first_article_id,
        min(published_date) as first_published_date,
        max(published_date) as last_published_date
    from ranked
    group by story_id
)

select
    heads.story_id,
    heads.head[1] as headline,
    heads.first_article_id,
    firsts.headline as first_headline,
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
inner join {{ ref('int_story_articles') }} as firsts on heads.first_article_id = firsts.article_id
inner join {{ ref('int_reach') }} as reach on reach.carried = 'story' and heads.story_id = reach.carried_id
