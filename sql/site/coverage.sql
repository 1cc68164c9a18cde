-- The claim groups of some stories, those that most outlets carry first.
SELECT
    coverage.story_id, coverage.claim_group_id, coverage.outlets, coverage.independent_outlets, coverage.independent_origins,
    coverage.is_single_source, coverage.is_anonymous_only, coverage.conflicting_claims
FROM claim_coverage AS coverage
WHERE coverage.story_id IN (SELECT unnest($keys))
ORDER BY coverage.story_id, coverage.outlets DESC, coverage.claim_group_id
