-- Every person and body that is quoted, those that most outlets quote first.
WITH counts AS (
    SELECT
        source_entity_id AS entity_id, mode(source_type ORDER BY source_type) AS source_type,
        sum(direct_quotes)::BIGINT AS direct_quotes, count(DISTINCT outlet) AS outlets
    FROM attribution_counts
    WHERE source_entity_id IS NOT NULL AND articles > 0
    GROUP BY source_entity_id
)

SELECT
    counts.*, entities.* EXCLUDE (entity_id), reach.claims_low, reach.claims_high, reach.quotes_low, reach.quotes_high
FROM counts
JOIN dim_entity AS entities ON entities.entity_id = counts.entity_id
JOIN source_reach AS reach ON reach.source_id = counts.entity_id
ORDER BY counts.outlets DESC, entities.claims + entities.quotes DESC, entities.name, counts.entity_id
