-- All stories, the newest first, with what their lists and the search show.
SELECT
    overview.*, any_value(groups.shared) AS shared_claims, any_value(groups.disputed) AS disputed_claims,
    any_value(groups.single_source) AS single_source_claims,
    list_sort(list(DISTINCT articles.outlet) FILTER (WHERE articles.outlet IS NOT NULL)) AS outlet_names
FROM story_overview AS overview
JOIN stories ON stories.story_id = overview.story_id
JOIN articles ON articles.article_id = stories.article_id
LEFT JOIN (
    SELECT
        story_id, count(*) FILTER (WHERE outlets > 1) AS shared, count(*) FILTER (WHERE conflicting_claims > 0) AS disputed,
        count(*) FILTER (WHERE is_single_source AND outlets > 1) AS single_source
    FROM claim_coverage
    GROUP BY story_id
) AS groups ON groups.story_id = overview.story_id
GROUP BY ALL
ORDER BY overview.last_published_at DESC NULLS LAST, overview.outlets DESC, overview.story_id
