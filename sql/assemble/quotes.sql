-- Grain: one row per quotation, its speaker under the corpus-wide entity and name.
SELECT
    quotes.*
        RENAME (source_entity_id AS speaker_entity_id, source_name AS speaker_name, source_type AS speaker_type)
FROM named_sources('quote_locals') AS quotes
ORDER BY published_date, article_id, start, quote_id
