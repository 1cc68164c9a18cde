-- Grain: one row per source of a claim, under the corpus-wide entity and name.
SELECT *
FROM named_sources('claim_source_locals')
ORDER BY article_id, claim_id, source_no
