-- In what standing the sources of each outlet are quoted.
SELECT outlet, source_type, sum(claims)::BIGINT AS claims, count(DISTINCT coalesce(source_entity_id, source_name)) AS sources
FROM attribution_counts
WHERE outlet IS NOT NULL AND claims > 0
GROUP BY outlet, source_type
ORDER BY outlet, sum(claims) DESC, source_type
