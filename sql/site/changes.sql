-- Claims of some stories that changed between the first outlet and a later one, with both reports.
WITH found AS (
    SELECT
        later.story_id, later.claim_group_id, later.article_id, later.outlet, later.claim_id, later.claim_text,
        later.voices_text, later.source_names_text, later.published_at, later.hours_after_first, later.attribution_change,
        later.certainty_change, later.speaker_changed, later.numbers_changed, earliest.outlet AS first_outlet,
        earliest.article_id AS first_article_id, earliest.claim_id AS first_claim_id, earliest.claim_text AS first_text,
        earliest.voices_text AS first_voices_text, earliest.source_names_text AS first_source_names_text,
        earliest.published_at AS first_published_at, count(*) OVER (PARTITION BY later.story_id) AS all_changes
    FROM claim_spread AS later
    JOIN claim_spread AS earliest ON earliest.claim_group_id = later.claim_group_id AND earliest.position = 1
    WHERE
        later.attribution_change IS NOT NULL AND later.outlet IS DISTINCT FROM earliest.outlet
        AND (
            later.attribution_change <> 'none' OR later.certainty_change <> 'none' OR coalesce(later.speaker_changed, false)
            OR coalesce(later.numbers_changed, false)
        )
        AND later.story_id IN (SELECT unnest($keys))
)

SELECT *
FROM found
QUALIFY
    row_number() OVER (
        PARTITION BY story_id
        ORDER BY
            coalesce(numbers_changed, false) DESC, coalesce(speaker_changed, false) DESC, attribution_change = 'none',
            published_at, claim_group_id, article_id
    ) <= $limit
ORDER BY
    story_id, coalesce(numbers_changed, false) DESC, coalesce(speaker_changed, false) DESC, attribution_change = 'none',
    published_at, claim_group_id, article_id
