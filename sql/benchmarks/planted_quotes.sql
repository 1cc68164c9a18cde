-- The share of planted pairs of quotations (x, y) that were matched.
SELECT avg((m.quote_id_a IS NOT NULL)::INT)
FROM planted
LEFT JOIN quote_matches AS m ON (m.quote_id_a, m.quote_id_b) IN ((x, y), (y, x))
