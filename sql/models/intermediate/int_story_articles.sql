-- Grain: one row per article. Key: article_id.
-- An outlet whose publisher the seeds do not know is its own publisher family.
-- NULL: outlet, and with it publisher_family, when the outlet is unknown; published_at when the date is; agency unless the
-- text is an agency's.
select
    articles.article_id,
    stories.story_id,
    articles.outlet,
    case when articles.outlet is not null then coalesce(origins.publisher_family, articles.outlet) end as publisher_family,
    origins.origin_id,
    origins.origin_kind,
    origins.agency,
    articles.headline,
    articles.published_at,
    articles.published_date
from {{ ref('stg_articles') }} as articles
inner join {{ ref('stg_stories') }} as stories on articles.article_id = stories.article_id
inner join {{ ref('stg_article_origins') }} as origins on articles.article_id = origins.article_id
