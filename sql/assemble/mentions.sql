-- Grain: one row per mention, under its corpus-wide entity.
SELECT mention_locals.* REPLACE (entity_map.entity_id AS entity_id, entity_map.label AS label)
FROM mention_locals
INNER JOIN entity_map ON entity_map.local_entity_id = mention_locals.entity_id
ORDER BY article_id, start, "end", mention_id
