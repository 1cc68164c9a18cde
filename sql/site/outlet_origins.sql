-- Whose texts each outlet prints: its own, an agency's, copies.
SELECT
    articles.outlet, origins.origin_kind, origins.agency, count(*) AS articles,
    count(*) FILTER (WHERE origins.is_credited) AS credited
FROM articles
JOIN article_origins AS origins ON origins.article_id = articles.article_id
WHERE articles.outlet IS NOT NULL
GROUP BY articles.outlet, origins.origin_kind, origins.agency
ORDER BY articles.outlet, count(*) DESC, origins.origin_kind, origins.agency
