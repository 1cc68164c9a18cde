-- Grain: one row per claim of the stories that are as they were, with its group of the run before.
-- NULL: all columns of the group where that run did not know the claim.
SELECT groups.*
FROM claims
SEMI JOIN stories ON stories.article_id = claims.article_id
LEFT JOIN groups ON groups.claim_id = claims.claim_id
