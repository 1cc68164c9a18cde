-- Grain: one row per paragraph, its article's paragraphs together.
SELECT *
FROM segments_pieces
ORDER BY article_id, segment_no
