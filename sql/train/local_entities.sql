-- The entities of a run as its articles name them, before they were brought together.
SELECT entities.*, stories.story_id, articles.published_date
FROM read_parquet($store) AS entities
INNER JOIN read_parquet($stories) AS stories USING (article_id)
INNER JOIN read_parquet($articles) AS articles USING (article_id)
ORDER BY entities.article_id, entities.entity_id
