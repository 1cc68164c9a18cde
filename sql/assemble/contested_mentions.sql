-- Grain: one row per name mention of a contested entity, with the words before it, in the order of the text.
SELECT
    mentions_pieces.entity_id AS local_entity_id,
    mentions_pieces.start,
    mentions_pieces.text,
    substring(articles_pieces.text, greatest(mentions_pieces.start - 59, 1), least(mentions_pieces.start, 60)) AS before
FROM mentions_pieces
INNER JOIN articles_pieces ON articles_pieces.article_id = mentions_pieces.article_id
WHERE mentions_pieces.kind = 'name' AND mentions_pieces.entity_id IN (SELECT local_entity_id FROM contested)
ORDER BY local_entity_id, mentions_pieces.start
