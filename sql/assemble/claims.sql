-- Grain: one row per claim, its source under the corpus-wide entity and name.
SELECT *
FROM named_sources('claim_locals')
ORDER BY published_date, article_id, content_spans[1]."start", claim_id
