SELECT *
FROM claim_conflicts
WHERE story_id IN (SELECT unnest($keys))
ORDER BY story_id, claim_group_id, published_at NULLS LAST, claim_id
