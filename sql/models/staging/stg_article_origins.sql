-- Grain: one row per article. Key: article_id.
-- NULL: agency unless the text is an agency's; publisher_family when the seeds know none.
select
    article_id,
    origin_id,
    origin_kind,
    agency,
    publisher_family
from {{ source('tables', 'article_origins') }}
