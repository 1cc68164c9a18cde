-- The longest passage that two articles of some stories share without being copies.
SELECT
    stories.story_id, shared.article_id_a, shared.article_id_b,
    substr(articles.text, shared.start_a + 1, shared.end_a - shared.start_a) AS passage
FROM shared_passages AS shared
JOIN stories ON stories.article_id = shared.article_id_a
JOIN articles ON articles.article_id = shared.article_id_a
WHERE shared.passage_words > 0 AND stories.story_id IN (SELECT unnest($keys))
ORDER BY stories.story_id, shared.article_id_a, shared.article_id_b
