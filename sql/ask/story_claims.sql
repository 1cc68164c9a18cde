-- What a story's articles claim, what most outlets carry first; $story: its id.
SELECT
    claim_group_id,
    coalesce(representative_statement, representative_text) AS statement,
    outlets,
    independent_outlets,
    asserting_outlets,
    denying_outlets,
    is_disputed,
    is_single_source,
    distinct_sources,
    first_outlet,
    first_published_at,
    voices_text
FROM claim_coverage
WHERE story_id = $story
ORDER BY outlets DESC, articles DESC, first_published_at NULLS LAST, claim_group_id
