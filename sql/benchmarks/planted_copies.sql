-- The share of planted pairs of articles (x, y) that were found to be copies.
SELECT avg((m.article_id_a IS NOT NULL)::INT)
FROM planted
LEFT JOIN article_copies AS m ON (m.article_id_a, m.article_id_b) IN ((x, y), (y, x))
