-- The claims that several outlets carry, for the search.
SELECT story_id, claim_group_id, representative_text, outlets
FROM claim_coverage
WHERE outlets > 1
ORDER BY outlets DESC, claim_group_id
