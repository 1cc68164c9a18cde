-- Whom each article of some stories cites, with the first claim or quotation that does.
SELECT
    stories.story_id, attributions.article_id, attributions.source_key,
    any_value(attributions.source_entity_id) AS source_entity_id, min(attributions.source_name) AS source_name,
    coalesce(min(attributions.claim_id), min(quotes.claim_id), min(attributions.quote_id)) AS row_id
FROM intermediate.int_attributions AS attributions
JOIN stories ON stories.article_id = attributions.article_id
LEFT JOIN quotes ON quotes.quote_id = attributions.quote_id
WHERE stories.story_id IN (SELECT unnest($keys))
GROUP BY stories.story_id, attributions.article_id, attributions.source_key
ORDER BY stories.story_id, attributions.article_id, count(*) DESC, attributions.source_key
