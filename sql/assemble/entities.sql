-- Grain: one row per entity per article. Two local entities of an article that are one in the corpus become one row.
-- A body that another one speaks through (White House: US government) brings that one's row, with no mention of its own.
WITH mentioned AS (
    SELECT
        entity_locals.article_id,
        entity_map.entity_id,
        min(entity_map.name) AS name,
        min(entity_map.label) AS label,
        max_by(entity_locals.role, length(entity_locals.role)) AS role,
        max_by(entity_locals.affiliation, length(entity_locals.role)) AS affiliation,
        CASE WHEN count(DISTINCT entity_locals.gender) = 1 THEN min(entity_locals.gender) END AS gender,
        sum(entity_locals.mention_count)::BIGINT AS mention_count,
        list_sort(list_distinct(flatten(list(entity_locals.aliases)))) AS aliases,
        min(entity_map.merged_by) AS merged_by,
        min(entity_map.parent_entity_id) AS parent_entity_id,
        min(entity_map.parent_name) AS parent_name
    FROM entity_locals
    INNER JOIN entity_map ON entity_map.local_entity_id = entity_locals.entity_id
    GROUP BY entity_locals.article_id, entity_map.entity_id
)

SELECT * EXCLUDE (parent_name)
FROM mentioned

UNION ALL

SELECT
    children.article_id,
    children.parent_entity_id AS entity_id,
    min(children.parent_name) AS name,
    'ORG' AS label,
    NULL AS role,
    NULL AS affiliation,
    NULL AS gender,
    0 AS mention_count,
    [] AS aliases,
    NULL AS merged_by,
    NULL AS parent_entity_id
FROM mentioned AS children
ANTI JOIN mentioned AS known
    ON known.article_id = children.article_id AND known.entity_id = children.parent_entity_id
WHERE children.parent_entity_id IS NOT NULL
GROUP BY children.article_id, children.parent_entity_id
ORDER BY article_id, entity_id
