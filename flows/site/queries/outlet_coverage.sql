SELECT *
FROM claim_coverage_by_outlet
WHERE story_id IN (SELECT unnest($keys))
ORDER BY story_id, claims_carried DESC, outlet
