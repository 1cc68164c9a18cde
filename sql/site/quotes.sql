-- The quotations of some stories, each with the group of those that repeat its words; doubtful ones have none.
SELECT
    quotes.quote_id, quotes.article_id, stories.story_id, quotes.claim_id, quotes.quote_type, quotes.text,
    quotes.speaker_name, quotes.speaker_entity_id, quotes.speaker_type, quotes.confidence, quotes."start", quotes."end",
    groups.quote_group_id, changes.quote_id IS NOT NULL AS has_other_speaker
FROM quotes
JOIN stories ON stories.article_id = quotes.article_id
LEFT JOIN intermediate.int_quote_groups AS groups ON groups.quote_id = quotes.quote_id AND NOT groups.is_doubtful
LEFT JOIN (
    SELECT DISTINCT unnest([earlier_quote_id, later_quote_id]) AS quote_id
    FROM quote_changes
    WHERE speaker_relation = 'other'
) AS changes ON changes.quote_id = quotes.quote_id
WHERE stories.story_id IN (SELECT unnest($keys))
ORDER BY stories.story_id, quotes.article_id, quotes."start", quotes.quote_id
