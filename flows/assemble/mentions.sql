-- Grain: one row per mention, under its corpus-wide entity.
SELECT mentions_pieces.* REPLACE (entity_map.entity_id AS entity_id)
FROM mentions_pieces
INNER JOIN entity_map ON entity_map.local_entity_id = mentions_pieces.entity_id
ORDER BY article_id, start, "end", mention_id
