-- Grain: one row per source of a claim, under the corpus-wide entity and name.
SELECT
    claim_source_locals.* REPLACE (
        coalesce(entity_map.entity_id, claim_source_locals.source_entity_id) AS source_entity_id,
        coalesce(entity_map.name, claim_source_locals.source_name) AS source_name,
        coalesce(entity_types.source_type, name_types.source_type, claim_source_locals.source_type) AS source_type
    )
FROM claim_source_locals
LEFT JOIN entity_map ON entity_map.local_entity_id = claim_source_locals.source_entity_id
LEFT JOIN entity_types ON entity_types.entity_id = entity_map.entity_id
LEFT JOIN name_types ON name_types.name = claim_source_locals.source_name AND claim_source_locals.source_entity_id IS NULL
ORDER BY article_id, claim_id, source_no
