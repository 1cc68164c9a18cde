-- The groups of quotations that several articles print and that some people and bodies are said to speak.
SELECT DISTINCT quotes.speaker_entity_id AS entity_id, members.quote_group_id
FROM quotes
JOIN intermediate.int_quote_groups AS members ON members.quote_id = quotes.quote_id
JOIN quote_coverage AS coverage ON coverage.quote_group_id = members.quote_group_id
WHERE quotes.speaker_entity_id IN (SELECT unnest($keys)) AND coverage.articles > 1 AND NOT members.is_doubtful
ORDER BY entity_id, members.quote_group_id
