-- Grain: one row per article with a claim whose source has another name than in the run before.
SELECT DISTINCT claims.article_id
FROM claims
INNER JOIN sources ON sources.claim_id = claims.claim_id
WHERE sources.source_name IS DISTINCT FROM claims.source_name
