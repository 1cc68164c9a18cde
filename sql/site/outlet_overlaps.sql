-- How much each outlet shares its sources with each other one, over all stories that both covered.
WITH sides AS (
    SELECT outlet_a AS outlet, outlet_b AS other, stories_in_common, sources_a, sources_b, shared_sources
    FROM source_overlap_outlets
    UNION ALL
    SELECT outlet_b, outlet_a, stories_in_common, sources_b, sources_a, shared_sources
    FROM source_overlap_outlets
),

pairs AS (
    SELECT
        outlet, other, sum(stories_in_common)::BIGINT AS stories_in_common, sum(shared_sources)::BIGINT AS shared_sources,
        sum(shared_sources) / nullif(sum(sources_a) + sum(sources_b) - sum(shared_sources), 0) AS jaccard
    FROM sides
    GROUP BY outlet, other
)

SELECT *
FROM pairs
QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY stories_in_common DESC, jaccard DESC NULLS LAST, other) <= $limit
ORDER BY outlet, jaccard DESC NULLS LAST, other
