-- Grain: one row per article. Key: article_id.
-- NULL: agency and is_credited unless the text is an agency's; publisher_family when the seeds know none.
select
    article_id,
    origin_id as text_family,
    origin_kind as text_kind,
    is_own_text,
    agency,
    is_credited,
    contributors,
    publisher_family
from {{ source('matched', 'article_origins') }}
