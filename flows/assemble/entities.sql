-- Grain: one row per entity per article. Two local entities of an article that are one in the corpus become one row.
SELECT
    entities_pieces.article_id,
    entity_map.entity_id,
    min(entity_map.name) AS name,
    min(entity_map.label) AS label,
    max_by(entities_pieces.role, length(entities_pieces.role)) AS role,
    max_by(entities_pieces.affiliation, length(entities_pieces.role)) AS affiliation,
    CASE WHEN count(DISTINCT entities_pieces.gender) = 1 THEN min(entities_pieces.gender) END AS gender,
    sum(entities_pieces.mention_count)::BIGINT AS mention_count,
    list_sort(list_distinct(flatten(list(entities_pieces.aliases)))) AS aliases
FROM entities_pieces
INNER JOIN entity_map ON entity_map.local_entity_id = entities_pieces.entity_id
GROUP BY entities_pieces.article_id, entity_map.entity_id
ORDER BY entities_pieces.article_id, entity_map.entity_id
