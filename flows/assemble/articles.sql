-- Grain: one row per article version, by publication day.
SELECT *
FROM articles_pieces
ORDER BY published_date, article_id
