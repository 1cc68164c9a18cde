-- Grain: one row per quotation, with its story and all that tells for whom its speaker speaks.
-- NULL: speaker_affiliation and parent_entity_id where nothing tells.
SELECT
    quotes.quote_id,
    quotes.article_id,
    stories.story_id,
    quotes.text,
    quotes.quote_type,
    quotes.speaker_entity_id,
    quotes.speaker_name,
    quotes.speaker_type,
    quotes.speaker_text,
    quotes.speaker_how,
    quotes.speaker_title,
    quotes.confidence,
    coalesce(claims.source_affiliation, entities.affiliation) AS speaker_affiliation,
    entities.parent_entity_id,
    substring(articles.text, greatest(quotes.speaker_start - 59, 1), least(quotes.speaker_start, 60))
    || ' ' || substring(articles.text, quotes.speaker_end + 1, 90) AS speaker_beside
FROM quotes
INNER JOIN articles ON articles.article_id = quotes.article_id
INNER JOIN stories ON stories.article_id = quotes.article_id
LEFT JOIN claims ON claims.claim_id = quotes.claim_id
LEFT JOIN entities ON entities.article_id = quotes.article_id AND entities.entity_id = quotes.speaker_entity_id
