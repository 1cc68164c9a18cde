-- Grain: one row per sentence, its article's sentences together.
SELECT *
FROM sentences_pieces
ORDER BY article_id, sentence_no
