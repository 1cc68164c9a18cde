-- Grain: one row per article version. Key: article_id.
-- NULL: outlet and published_at are null when unknown.
select
    article_id,
    outlet,
    headline,
    published_at,
    published_date
from {{ source('tables', 'articles') }}
