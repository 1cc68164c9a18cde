-- Grain: one row per source of a claim, under the corpus-wide entity and name.
SELECT
    claim_sources_pieces.* REPLACE (
        coalesce(entity_map.entity_id, claim_sources_pieces.source_entity_id) AS source_entity_id,
        coalesce(entity_map.name, claim_sources_pieces.source_name) AS source_name
    )
FROM claim_sources_pieces
LEFT JOIN entity_map ON entity_map.local_entity_id = claim_sources_pieces.source_entity_id
ORDER BY article_id, claim_id, source_no
