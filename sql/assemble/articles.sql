-- Grain: one row per article version, by publication day: those that count, and older ones.
-- superseded_by: NULL also where the version that came next could not be used.
WITH versions AS (
    SELECT * FROM articles_pieces
    UNION ALL BY NAME
    SELECT * FROM older_pieces
)

SELECT
    versions.* REPLACE (
        CASE WHEN superseded_by IN (SELECT article_id FROM versions) THEN superseded_by END AS superseded_by
    )
FROM versions
ORDER BY published_date, article_id
