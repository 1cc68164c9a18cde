-- The paragraphs of the articles of some stories.
SELECT stories.story_id, segments.article_id, segments.role, segments.start, segments."end", segments.post_author, segments.post_network
FROM segments
JOIN stories ON stories.article_id = segments.article_id
WHERE stories.story_id IN (SELECT unnest($keys))
ORDER BY segments.article_id, segments.segment_no
