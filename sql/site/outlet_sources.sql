-- Whom each outlet quotes most.
WITH counts AS (
    SELECT
        outlet, source_entity_id, source_name, source_type, sum(claims)::BIGINT AS claims, sum(quotes)::BIGINT AS quotes,
        sum(articles)::BIGINT AS articles
    FROM attribution_counts
    WHERE outlet IS NOT NULL
    GROUP BY outlet, source_entity_id, source_name, source_type
)

SELECT *
FROM counts
QUALIFY row_number() OVER (PARTITION BY outlet ORDER BY claims + quotes DESC, source_name, source_entity_id) <= $limit
ORDER BY outlet, claims + quotes DESC, source_name, source_entity_id
