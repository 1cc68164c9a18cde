SELECT articles.article_id, articles.outlet, articles.headline, articles.published_at, stories.story_id
FROM articles
JOIN stories ON stories.article_id = articles.article_id
ORDER BY articles.published_at DESC NULLS LAST, articles.article_id
