-- The quotations of some groups, of very many the earliest, and whether their speakers have pages.
WITH printings AS (
    SELECT *
    FROM intermediate.int_quote_groups
    WHERE quote_group_id IN (SELECT unnest($keys)) AND NOT is_doubtful
    QUALIFY row_number() OVER (PARTITION BY quote_group_id ORDER BY published_at NULLS LAST, quote_id) <= $limit
)

SELECT
    printings.quote_group_id, printings.quote_id, printings.quote_text AS text, printings.article_id, printings.story_id,
    printings.outlet, printings.published_at, printings.source_name AS speaker_name,
    quotes.speaker_entity_id, quotes.claim_id, changes.quote_id IS NOT NULL AS has_other_speaker,
    quotes.speaker_entity_id IN (SELECT source_entity_id FROM attribution_counts WHERE articles > 0) AS has_page
FROM printings
JOIN quotes ON quotes.quote_id = printings.quote_id
LEFT JOIN (
    SELECT DISTINCT unnest([earlier_quote_id, later_quote_id]) AS quote_id
    FROM quote_changes
    WHERE speaker_relation = 'other'
) AS changes ON changes.quote_id = quotes.quote_id
ORDER BY printings.quote_group_id, printings.published_at NULLS LAST, printings.quote_id
