-- Grain: one row per claim, the claims of a story together.
-- context: the sentences that hold words of the claim; NULL where none does.
WITH homes AS (
    SELECT
        claim_id,
        article_id,
        min("start") AS first_character,
        max("end") AS last_end
    FROM (SELECT article_id, unnest(claim_ids) AS claim_id, "start", "end" FROM sentences SEMI JOIN stories USING (article_id))
    GROUP BY claim_id, article_id
)

SELECT
    stories.story_id,
    claims.claim_id,
    claims.article_id,
    claims.published_date,
    -- a clause is compared by its own words (its source and cue stand in its context), anything else with its predicate
    CASE WHEN claims.form = 'clause' THEN claims.text ELSE claims.statement END AS text,
    claims.form,
    claims.polarity,
    substring(articles.text, homes.first_character + 1, homes.last_end - homes.first_character) AS context
FROM claims
INNER JOIN stories ON stories.article_id = claims.article_id
INNER JOIN articles ON articles.article_id = claims.article_id
LEFT JOIN homes ON homes.claim_id = claims.claim_id AND homes.article_id = claims.article_id
ORDER BY stories.story_id, claims.claim_id
