-- What the corpus holds, counted as its marts count: newest versions of articles, without doubtful rows.
SELECT
    count(*) AS articles, count(DISTINCT outlet) AS outlets, count(DISTINCT story_id) AS stories,
    min(published_at) AS first_published_at, max(published_at) AS last_published_at,
    sum(counts.claims)::BIGINT AS claims, sum(counts.quotes)::BIGINT AS quotes,
    (SELECT count(DISTINCT source_entity_id) FROM intermediate.int_attributions) AS sources
FROM intermediate.int_story_articles AS articles
JOIN intermediate.int_article_counts AS counts ON counts.article_id = articles.article_id
