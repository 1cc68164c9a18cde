SELECT
    count(*) AS articles, count(DISTINCT articles.outlet) AS outlets, count(DISTINCT stories.story_id) AS stories,
    min(articles.published_at) AS first_published_at, max(articles.published_at) AS last_published_at,
    (SELECT count(*) FROM claims) AS claims,
    (SELECT count(*) FROM quotes WHERE quote_type <> 'scare') AS quotes,
    (SELECT count(DISTINCT source_entity_id) FROM attribution_counts) AS sources
FROM stories
JOIN articles ON articles.article_id = stories.article_id
