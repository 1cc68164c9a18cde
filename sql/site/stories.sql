SELECT *
FROM story_overview
WHERE story_id IN (SELECT unnest($keys))
ORDER BY story_id
