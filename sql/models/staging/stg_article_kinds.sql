-- Grain: one row per article. Key: article_id.
-- NULL: likeness when the article is alone in its story.
select
    article_id,
    kind,
    likeness
from {{ source('matched', 'article_kinds') }}
