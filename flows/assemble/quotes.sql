-- Grain: one row per quotation, its speaker under the corpus-wide entity and name.
SELECT
    quotes_pieces.* REPLACE (
        coalesce(entity_map.entity_id, quotes_pieces.speaker_entity_id) AS speaker_entity_id,
        coalesce(entity_map.name, quotes_pieces.speaker_name) AS speaker_name
    )
FROM quotes_pieces
LEFT JOIN entity_map ON entity_map.local_entity_id = quotes_pieces.speaker_entity_id
ORDER BY published_date, article_id, start, quote_id
