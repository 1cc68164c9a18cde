-- Who else has a page among those who are said to speak quotations of some people and bodies.
SELECT DISTINCT own.speaker_entity_id AS entity_id, others.speaker_entity_id AS other_id
FROM quotes AS own
JOIN intermediate.int_quote_groups AS members ON members.quote_id = own.quote_id
JOIN intermediate.int_quote_groups AS beside ON beside.quote_group_id = members.quote_group_id
JOIN quotes AS others ON others.quote_id = beside.quote_id AND others.speaker_entity_id <> own.speaker_entity_id
WHERE
    own.speaker_entity_id IN (SELECT unnest($keys))
    AND others.speaker_entity_id IN (SELECT source_entity_id FROM attribution_counts WHERE articles > 0)
