-- Grain: one row per article. Key: article_id. No column is null.
select
    article_id,
    story_id
from {{ source('matched', 'stories') }}
