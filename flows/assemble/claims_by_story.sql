-- Grain: one row per claim, the claims of a story together.
SELECT
    stories.story_id,
    claims.claim_id,
    claims.article_id,
    claims.published_date,
    claims.text
FROM claims
INNER JOIN stories ON stories.article_id = claims.article_id
ORDER BY stories.story_id, claims.claim_id
