-- People of a run who are sources, the most quoted first.
SELECT source_entity_id, min(source_name) AS name, count(*) AS claims, count(DISTINCT article_id) AS articles
FROM claims
WHERE source_type = 'named_person' AND source_entity_id IS NOT NULL
GROUP BY source_entity_id
ORDER BY claims DESC, name
