-- Grain: one row per claim, the claims of a story together.
-- context: the sentences that hold words of the claim; NULL where none does.
-- is_main: in the headline, or in the first sentence below it that claims something.
-- claims_before: how many claims of the article stand before this one.
WITH homes AS (
    SELECT
        claim_id,
        article_id,
        min("start") AS first_character,
        max("end") AS last_end,
        min(sentence_no) AS sentence_no
    FROM (
        SELECT article_id, unnest(claim_ids) AS claim_id, "start", "end", sentence_no
        FROM sentences SEMI JOIN stories USING (article_id)
    )
    GROUP BY claim_id, article_id
),

placed AS (
    SELECT
        homes.*,
        substring(articles.text, homes.first_character + 1, homes.last_end - homes.first_character) AS context,
        homes.last_end <= length(coalesce(articles.headline, '')) AS is_headline
    FROM homes
    INNER JOIN articles ON articles.article_id = homes.article_id
)

SELECT
    stories.story_id,
    claims.claim_id,
    claims.article_id,
    claims.published_date,
    -- a clause is compared by its own words, since two sources may claim the same; anything else with its predicate
    CASE WHEN claims.form = 'clause' THEN claims.text ELSE claims.statement END AS text,
    claims.form,
    claims.polarity,
    claims.voice,
    claims.source_name,
    coalesce(
        placed.is_headline
        OR placed.sentence_no = min(placed.sentence_no) FILTER (WHERE NOT placed.is_headline) OVER (
            PARTITION BY claims.article_id
        ),
        FALSE
    ) AS is_main,
    row_number() OVER (
        PARTITION BY claims.article_id
        ORDER BY claims.content_spans[1]."start", claims.claim_id
    ) - 1 AS claims_before,
    placed.context
FROM claims
INNER JOIN stories ON stories.article_id = claims.article_id
LEFT JOIN placed ON placed.claim_id = claims.claim_id AND placed.article_id = claims.article_id
ORDER BY stories.story_id, claims.claim_id
