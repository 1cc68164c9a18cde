-- Publishers, countries and leanings that some stories lack although chance would hardly leave them out.
SELECT story_id, group_kind, group_name, active_outlets, corpus_outlets, story_outlets, chance_of_none
FROM story_blindspots
WHERE is_blindspot AND story_id IN (SELECT unnest($keys))
ORDER BY story_id, chance_of_none, group_kind, group_name
