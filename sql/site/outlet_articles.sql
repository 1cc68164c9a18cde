-- The articles of each outlet, the newest first, with what kind they are and whose text.
SELECT
    articles.outlet, articles.article_id, articles.headline, articles.published_at, stories.story_id, kinds.kind,
    origins.origin_kind, origins.agency, origins.is_credited, count(*) OVER (PARTITION BY articles.outlet) AS all_articles
FROM articles
JOIN stories ON stories.article_id = articles.article_id
JOIN article_origins AS origins ON origins.article_id = articles.article_id
JOIN article_kinds AS kinds ON kinds.article_id = articles.article_id
WHERE articles.outlet IS NOT NULL
QUALIFY
    row_number() OVER (PARTITION BY articles.outlet ORDER BY articles.published_at DESC NULLS LAST, articles.article_id) <= $limit
ORDER BY articles.outlet, articles.published_at DESC NULLS LAST, articles.article_id
