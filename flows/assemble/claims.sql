-- Grain: one row per claim, its source under the corpus-wide entity and name.
SELECT
    claims_pieces.* REPLACE (
        coalesce(entity_map.entity_id, claims_pieces.source_entity_id) AS source_entity_id,
        coalesce(entity_map.name, claims_pieces.source_name) AS source_name
    )
FROM claims_pieces
LEFT JOIN entity_map ON entity_map.local_entity_id = claims_pieces.source_entity_id
ORDER BY published_date, article_id, content_spans[1]."start", claim_id
