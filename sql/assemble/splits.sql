-- For the rows of local entities that were split (split_mentions), by their own id: the local id that each stands for now, by the last name
-- mention of the entity that begins before its own end. All other rows are not looked at.
CREATE TABLE row_splits AS
SELECT named.row_id, split_mentions.split_entity_id
FROM (
    SELECT row_id, local_entity_id, place
    FROM (
        SELECT
            claim_id AS row_id,
            source_entity_id AS local_entity_id,
            coalesce(source_end, cue_start, content_spans[1]."start") - 1 AS place
        FROM claims_pieces
        UNION ALL
        SELECT quote_id, speaker_entity_id, coalesce(speaker_end, cue_start, "start") - 1
        FROM quotes_pieces
        UNION ALL
        SELECT mention_id, entity_id, "start"
        FROM mentions_pieces
    )
    WHERE local_entity_id IN (SELECT local_entity_id FROM split_mentions)
) AS named
ASOF INNER JOIN split_mentions
    ON split_mentions.local_entity_id = named.local_entity_id AND split_mentions."start" <= named.place
WHERE split_mentions.split_entity_id IS NOT NULL;

CREATE VIEW claim_locals AS
SELECT claims_pieces.* REPLACE (coalesce(row_splits.split_entity_id, source_entity_id) AS source_entity_id)
FROM claims_pieces
LEFT JOIN row_splits ON row_splits.row_id = claims_pieces.claim_id;

-- A speaker has the names of a source, so that both are named alike (named_sources).
CREATE VIEW quote_locals AS
SELECT quotes.* REPLACE (coalesce(row_splits.split_entity_id, source_entity_id) AS source_entity_id)
FROM (
    SELECT * RENAME (speaker_entity_id AS source_entity_id, speaker_name AS source_name, speaker_type AS source_type)
    FROM quotes_pieces
) AS quotes
LEFT JOIN row_splits ON row_splits.row_id = quotes.quote_id;

CREATE VIEW mention_locals AS
SELECT mentions_pieces.* REPLACE (coalesce(row_splits.split_entity_id, mentions_pieces.entity_id) AS entity_id)
FROM mentions_pieces
LEFT JOIN row_splits ON row_splits.row_id = mentions_pieces.mention_id;

CREATE VIEW claim_source_locals AS
SELECT claim_sources_pieces.* REPLACE (coalesce(row_splits.split_entity_id, source_entity_id) AS source_entity_id)
FROM claim_sources_pieces
LEFT JOIN row_splits
    ON row_splits.row_id = claim_sources_pieces.claim_id AND claim_sources_pieces.source_no = 0;

CREATE TABLE entity_splits AS
SELECT
    mentions_pieces.entity_id AS local_entity_id,
    row_splits.split_entity_id,
    count(*) AS mention_count,
    coalesce(
        list_sort(list(DISTINCT mentions_pieces.text) FILTER (WHERE mentions_pieces.kind = 'name')), []
    ) AS aliases
FROM mentions_pieces
INNER JOIN row_splits ON row_splits.row_id = mentions_pieces.mention_id
GROUP BY mentions_pieces.entity_id, row_splits.split_entity_id;

CREATE VIEW entity_locals AS
SELECT entities_pieces.* REPLACE (
    entities_pieces.mention_count - coalesce(entity_splits.mention_count, 0) AS mention_count,
    list_filter(
        entities_pieces.aliases,
        lambda alias: entity_splits.aliases IS NULL OR NOT list_contains(entity_splits.aliases, alias)
    ) AS aliases
)
FROM entities_pieces
LEFT JOIN entity_splits ON entity_splits.local_entity_id = entities_pieces.entity_id

UNION ALL BY NAME

SELECT entities_pieces.* REPLACE (
    entity_splits.split_entity_id AS entity_id,
    entity_splits.mention_count AS mention_count,
    entity_splits.aliases AS aliases,
    NULL AS role,
    NULL AS affiliation,
    NULL AS gender
)
FROM entities_pieces
INNER JOIN entity_splits ON entity_splits.local_entity_id = entities_pieces.entity_id;
