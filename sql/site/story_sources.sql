-- Who is quoted in some stories: known sources, by how many outlets and how often.
SELECT
    stories.story_id, source_key, any_value(source_entity_id) AS source_entity_id,
    mode(source_name ORDER BY source_name) AS source_name, mode(source_type ORDER BY source_type) AS source_type,
    count(DISTINCT claim_id) AS claims, count(DISTINCT quote_id) AS quotes,
    count(DISTINCT quote_id) FILTER (WHERE quote_type = 'direct') AS direct_quotes,
    count(DISTINCT articles.article_id) AS articles, count(DISTINCT articles.outlet) AS outlets,
    list_sort(list(DISTINCT articles.outlet) FILTER (WHERE articles.outlet IS NOT NULL)) AS outlet_names
FROM intermediate.int_attributions AS attributions
JOIN articles ON articles.article_id = attributions.article_id
JOIN stories ON stories.article_id = attributions.article_id
WHERE stories.story_id IN (SELECT unnest($keys))
GROUP BY stories.story_id, source_key
ORDER BY stories.story_id, outlets DESC, claims + quotes DESC, source_name, source_key
