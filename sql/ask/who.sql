-- What an entity is said to have said, the earliest first; $entity: its id. Also claims that are given to it beside another.
SELECT *
FROM statements
WHERE claim_id IN (SELECT claim_id FROM claim_sources WHERE source_entity_id = $entity)
    OR source_entity_id = $entity
ORDER BY published_at NULLS LAST, claim_id
