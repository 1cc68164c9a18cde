-- The articles of the largest story.
SELECT article_id
FROM stories
WHERE story_id = (SELECT mode(story_id ORDER BY story_id) FROM stories)
