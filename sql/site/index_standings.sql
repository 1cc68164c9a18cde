-- Every source of the corpus in its standing, with its claims.
SELECT source_type, coalesce(source_entity_id, source_name) AS source, sum(claims)::BIGINT AS claims
FROM attribution_counts
WHERE claims > 0
GROUP BY ALL
ORDER BY ALL
