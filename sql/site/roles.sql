-- What the articles of some stories call the people and bodies in them: the fullest of the most frequent.
SELECT stories.story_id, entities.entity_id, mode(entities.role ORDER BY length(entities.role) DESC, entities.role) AS role
FROM entities
JOIN stories ON stories.article_id = entities.article_id
WHERE stories.story_id IN (SELECT unnest($keys)) AND entities.role IS NOT NULL
GROUP BY stories.story_id, entities.entity_id
ORDER BY stories.story_id, entities.entity_id
