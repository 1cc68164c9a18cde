-- On which days the claims of some stories spread, for claims that several outlets carry.
SELECT
    timeline.story_id, timeline.claim_group_id, timeline.published_date, timeline.articles, timeline.denying_articles,
    timeline.new_outlets, timeline.outlets_to_date
FROM claim_timeline AS timeline
JOIN claim_coverage AS coverage ON coverage.claim_group_id = timeline.claim_group_id
WHERE coverage.outlets > 1 AND timeline.story_id IN (SELECT unnest($keys))
ORDER BY timeline.story_id, coverage.outlets DESC, coverage.articles DESC, timeline.claim_group_id, timeline.published_date
