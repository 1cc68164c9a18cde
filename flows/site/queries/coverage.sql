-- The claim groups of some stories, those that most outlets carry first.
SELECT coverage.*
FROM claim_coverage AS coverage
WHERE coverage.story_id IN (SELECT unnest($keys))
ORDER BY coverage.story_id, coverage.outlets DESC, coverage.claim_group_id
