-- What was measured of what the figures rest on, each once: the same measure stands beside several marts. What was measured of
-- the rows that are counted alone stands in the bounds of counts.
SELECT
    measure, meaning, precision, precision_low, precision_high, recall, recall_low, recall_high, cases, corpus_part, measured_on,
    command, list_sort(list(mart)) AS marts
FROM mart_quality
WHERE NOT starts_with(measure, 'counted ')
GROUP BY ALL
ORDER BY corpus_part DESC, command, len(marts) DESC, measure
