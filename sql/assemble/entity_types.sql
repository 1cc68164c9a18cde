-- Grain: one row per corpus-wide entity that is a source somewhere: its one type: what its name tells,
-- else the most frequent.
CREATE TABLE entity_types AS
SELECT
    entity_map.entity_id,
    coalesce(
        min(entity_map.source_type), min_by(uses.source_type, row(-uses.number, uses.source_type))
    ) AS source_type
FROM (
    SELECT source_entity_id, source_type, count(*) AS number
    FROM (
        SELECT source_entity_id, source_type FROM claim_source_locals
        UNION ALL
        SELECT source_entity_id, source_type FROM quote_locals
    )
    WHERE source_entity_id IS NOT NULL AND source_type <> 'unknown'
    GROUP BY source_entity_id, source_type
) AS uses
INNER JOIN entity_map ON entity_map.local_entity_id = uses.source_entity_id
GROUP BY entity_map.entity_id;

-- name_types
-- Grain: one row per name that only one entity has which is a source, no person's: the type of a source of that name
-- that an article does not bring to the entity. Many articles write of 'Republicans' as of a party, some as of people.
CREATE TABLE name_types AS
SELECT
    names.name,
    min(entity_types.source_type) AS source_type
FROM (SELECT DISTINCT name, entity_id FROM entity_map WHERE label <> 'PERSON') AS names
INNER JOIN entity_types ON entity_types.entity_id = names.entity_id
GROUP BY names.name
HAVING count(DISTINCT names.entity_id) = 1;

-- named_sources
-- The rows of a view whose sources are local entities, each source under the corpus-wide entity, name and type.
CREATE MACRO named_sources(rows) AS TABLE
SELECT
    given.* REPLACE (
        coalesce(entity_map.entity_id, given.source_entity_id) AS source_entity_id,
        coalesce(entity_map.name, given.source_name) AS source_name,
        coalesce(entity_types.source_type, name_types.source_type, given.source_type) AS source_type
    )
FROM query_table(rows) AS given
LEFT JOIN entity_map ON entity_map.local_entity_id = given.source_entity_id
LEFT JOIN entity_types ON entity_types.entity_id = entity_map.entity_id
LEFT JOIN name_types ON name_types.name = given.source_name AND given.source_entity_id IS NULL;
