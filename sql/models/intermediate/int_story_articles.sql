-- Grain: one row per article. Key: article_id.
-- NULL: outlet, and with it publisher_family, when the outlet is unknown; published_at when the date is.
-- An outlet that the seed does not list, or lists without a publisher, is its own publisher family.
select
    articles.article_id,
    stories.story_id,
    articles.outlet,
    coalesce(names.publisher_family, articles.outlet) as publisher_family,
    articles.headline,
    articles.published_at,
    articles.published_date
from {{ ref('stg_articles') }} as articles
inner join {{ ref('stg_stories') }} as stories on articles.article_id = stories.article_id
left join {{ ref('stg_outlet_names') }} as names on lower(articles.outlet) = names.outlet_name
