-- Grain: one row per quotation, its speaker under the corpus-wide entity and name.
SELECT
    quote_locals.* REPLACE (
        coalesce(entity_map.entity_id, quote_locals.speaker_entity_id) AS speaker_entity_id,
        coalesce(entity_map.name, quote_locals.speaker_name) AS speaker_name,
        coalesce(entity_types.source_type, name_types.source_type, quote_locals.speaker_type) AS speaker_type
    )
FROM quote_locals
LEFT JOIN entity_map ON entity_map.local_entity_id = quote_locals.speaker_entity_id
LEFT JOIN entity_types ON entity_types.entity_id = entity_map.entity_id
LEFT JOIN name_types ON name_types.name = quote_locals.speaker_name AND quote_locals.speaker_entity_id IS NULL
ORDER BY published_date, article_id, start, quote_id
