-- A story's articles in the order of their publication, with whose text each is; $story: its id.
SELECT articles.published_at, articles.outlet, articles.headline, origins.origin_kind, origins.agency, articles.article_id
FROM stories
JOIN articles USING (article_id)
JOIN article_origins AS origins USING (article_id)
WHERE story_id = $story
ORDER BY articles.published_at NULLS LAST, articles.outlet, articles.article_id
