-- Who in some stories has a page: with a run, others get one.
SELECT DISTINCT stories.story_id, named.entity_id
FROM (
    SELECT article_id, source_entity_id AS entity_id FROM claims
    UNION ALL
    SELECT article_id, speaker_entity_id FROM quotes
) AS named
JOIN stories ON stories.article_id = named.article_id
WHERE
    stories.story_id IN (SELECT unnest($keys))
    AND named.entity_id IN (SELECT source_entity_id FROM attribution_counts WHERE articles > 0)
