-- Every person and body that is quoted, those that most outlets quote first.
WITH counts AS (
    SELECT
        source_entity_id AS entity_id, mode(source_type ORDER BY source_type) AS source_type, sum(claims)::BIGINT AS claims,
        sum(quotes)::BIGINT AS quotes, sum(direct_quotes)::BIGINT AS direct_quotes, sum(articles)::BIGINT AS articles,
        count(DISTINCT outlet) AS outlets
    FROM attribution_counts
    WHERE source_entity_id IS NOT NULL
    GROUP BY source_entity_id
),

named AS (
    SELECT
        entity_id, any_value(name) AS name, any_value(label) AS label, mode(affiliation ORDER BY affiliation) AS affiliation,
        mode(role ORDER BY length(role) DESC, role) AS role, any_value(parent_entity_id) AS parent_entity_id,
        list_sort(list_distinct(flatten(list(aliases)))) AS aliases, count(*) AS mentioned_articles,
        count(DISTINCT stories.story_id) AS stories
    FROM entities
    JOIN stories ON stories.article_id = entities.article_id
    GROUP BY entity_id
)

SELECT counts.*, named.* EXCLUDE (entity_id)
FROM counts
JOIN named ON named.entity_id = counts.entity_id
ORDER BY counts.outlets DESC, counts.claims + counts.quotes DESC, named.name, counts.entity_id
