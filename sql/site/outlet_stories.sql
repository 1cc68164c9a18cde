-- The stories of each outlet, the newest first.
SELECT
    coverage.*, overview.headline, overview.outlets, overview.independent_outlets, overview.first_outlet,
    overview.last_published_at, count(*) OVER (PARTITION BY coverage.outlet) AS all_stories
FROM claim_coverage_by_outlet AS coverage
JOIN story_overview AS overview ON overview.story_id = coverage.story_id
QUALIFY
    row_number() OVER (
        PARTITION BY coverage.outlet ORDER BY overview.last_published_at DESC NULLS LAST, coverage.story_id
    ) <= $limit
ORDER BY coverage.outlet, overview.last_published_at DESC NULLS LAST, coverage.story_id
