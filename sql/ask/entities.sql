-- Everybody whom a name may mean: entities, and sources that are only described, with how much they are said to have said.
SELECT entity_id, name, label, role, affiliation, aliases, articles, stories, claims, quotes, first_seen_date, last_seen_date
FROM dim_entity
ORDER BY claims DESC, quotes DESC, mentions DESC, entity_id
