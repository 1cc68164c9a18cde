-- The quotations of some people and bodies that several articles print, each with its group; of those with very many
-- printings the earliest.
WITH repeated AS (
    SELECT DISTINCT members.quote_group_id, quotes.speaker_entity_id AS entity_id
    FROM quotes
    JOIN intermediate.int_quote_groups AS members ON members.quote_id = quotes.quote_id
    JOIN quote_coverage AS coverage ON coverage.quote_group_id = members.quote_group_id
    WHERE quotes.speaker_entity_id IN (SELECT unnest($keys)) AND coverage.articles > 1 AND NOT members.is_doubtful
)

SELECT
    repeated.entity_id, repeated.quote_group_id, members.quote_id, members.quote_text AS text, members.article_id, members.story_id,
    members.outlet, members.published_at, members.source_name AS speaker_name,
    quotes.speaker_entity_id, quotes.claim_id, changes.quote_id IS NOT NULL AS has_other_speaker
FROM repeated
JOIN intermediate.int_quote_groups AS members ON members.quote_group_id = repeated.quote_group_id AND NOT members.is_doubtful
JOIN quotes ON quotes.quote_id = members.quote_id
LEFT JOIN (
    SELECT DISTINCT unnest([earlier_quote_id, later_quote_id]) AS quote_id
    FROM quote_changes
    WHERE speaker_relation = 'other'
) AS changes ON changes.quote_id = quotes.quote_id
QUALIFY
    row_number() OVER (
        PARTITION BY repeated.entity_id, repeated.quote_group_id ORDER BY members.published_at NULLS LAST, members.quote_id
    ) <= $limit
ORDER BY repeated.entity_id, repeated.quote_group_id, members.published_at NULLS LAST, members.quote_id
