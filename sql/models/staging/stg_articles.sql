-- Grain: one row per article, in the version that counts. Key: article_id.
-- NULL: outlet, url, headline and the publication's times are null when unknown.
select
    article_id,
    outlet,
    url,
    headline,
    language,
    word_count,
    published_at,
    published_date,
    published_local_date,
    ingested_at
from {{ source('extracted', 'articles') }}
where status = 'current'
