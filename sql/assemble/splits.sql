-- For the rows of local entities that were split (split_mentions): the local id that each stands for now, by the last name
-- mention of the entity that begins before its own end. All other rows are not looked at.
CREATE VIEW split_ids AS
SELECT DISTINCT local_entity_id FROM split_mentions;

CREATE TABLE claim_splits AS
SELECT claims.claim_id, split_mentions.split_entity_id
FROM (
    SELECT claim_id, source_entity_id, coalesce(source_end, cue_start, content_spans[1]."start") - 1 AS place
    FROM claims_pieces
    WHERE source_entity_id IN (SELECT local_entity_id FROM split_ids)
) AS claims
ASOF INNER JOIN split_mentions
    ON split_mentions.local_entity_id = claims.source_entity_id AND split_mentions."start" <= claims.place
WHERE split_mentions.split_entity_id IS NOT NULL;

CREATE TABLE quote_splits AS
SELECT quotes.quote_id, split_mentions.split_entity_id
FROM (
    SELECT quote_id, speaker_entity_id, coalesce(speaker_end, cue_start, "start") - 1 AS place
    FROM quotes_pieces
    WHERE speaker_entity_id IN (SELECT local_entity_id FROM split_ids)
) AS quotes
ASOF INNER JOIN split_mentions
    ON split_mentions.local_entity_id = quotes.speaker_entity_id AND split_mentions."start" <= quotes.place
WHERE split_mentions.split_entity_id IS NOT NULL;

CREATE TABLE mention_splits AS
SELECT mentions.mention_id, split_mentions.split_entity_id, mentions.entity_id, mentions.kind, mentions.text
FROM (
    SELECT mention_id, entity_id, "start" AS place, kind, text
    FROM mentions_pieces
    WHERE entity_id IN (SELECT local_entity_id FROM split_ids)
) AS mentions
ASOF INNER JOIN split_mentions
    ON split_mentions.local_entity_id = mentions.entity_id AND split_mentions."start" <= mentions.place
WHERE split_mentions.split_entity_id IS NOT NULL;

CREATE VIEW claim_locals AS
SELECT claims_pieces.* REPLACE (coalesce(claim_splits.split_entity_id, source_entity_id) AS source_entity_id)
FROM claims_pieces
LEFT JOIN claim_splits ON claim_splits.claim_id = claims_pieces.claim_id;

CREATE VIEW quote_locals AS
SELECT quotes_pieces.* REPLACE (coalesce(quote_splits.split_entity_id, speaker_entity_id) AS speaker_entity_id)
FROM quotes_pieces
LEFT JOIN quote_splits ON quote_splits.quote_id = quotes_pieces.quote_id;

CREATE VIEW mention_locals AS
SELECT mentions_pieces.* REPLACE (coalesce(mention_splits.split_entity_id, mentions_pieces.entity_id) AS entity_id)
FROM mentions_pieces
LEFT JOIN mention_splits ON mention_splits.mention_id = mentions_pieces.mention_id;

CREATE VIEW claim_source_locals AS
SELECT claim_sources_pieces.* REPLACE (coalesce(claim_splits.split_entity_id, source_entity_id) AS source_entity_id)
FROM claim_sources_pieces
LEFT JOIN claim_splits
    ON claim_splits.claim_id = claim_sources_pieces.claim_id AND claim_sources_pieces.source_no = 0;

CREATE TABLE entity_splits AS
SELECT
    entity_id AS local_entity_id,
    split_entity_id,
    count(*) AS mention_count,
    coalesce(list_sort(list(DISTINCT text) FILTER (WHERE kind = 'name')), []) AS aliases
FROM mention_splits
GROUP BY entity_id, split_entity_id;

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
