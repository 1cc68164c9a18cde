SELECT story_id, article_id_a, article_id_b, shared_sources, jaccard, sources_a, sources_b, shared_quotes, shared_claims
FROM source_overlap_articles
WHERE story_id IN (SELECT unnest($keys))
ORDER BY story_id, article_id_a, article_id_b
