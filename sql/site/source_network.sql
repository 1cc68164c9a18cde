-- Who is cited beside some people and bodies, the most often first, with the articles that cite both; among equals first
-- who is cited in fewer texts, so that chance says less.
WITH sides AS (
    SELECT source_entity_id_a AS entity_id, source_entity_id_b AS other_id, source_name_b AS other_name, texts_a AS own_texts, texts_b AS other_texts, * FROM source_network
    UNION ALL
    SELECT source_entity_id_b, source_entity_id_a, source_name_a, texts_b, texts_a, * FROM source_network
),

pairs AS (
    SELECT entity_id, other_id, other_name, articles, texts, stories, outlets, own_texts, other_texts, count(*) OVER by_entity AS all_others
    FROM sides
    WHERE entity_id IN (SELECT unnest($keys))
    WINDOW by_entity AS (PARTITION BY entity_id)
    QUALIFY row_number() OVER (PARTITION BY entity_id ORDER BY texts DESC, other_texts, other_name, other_id) <= $limit
)

SELECT
    pairs.*,
    list({article_id: beside.article_id, outlet: articles.outlet, published_at: articles.published_at}
        ORDER BY articles.published_at NULLS LAST, beside.article_id) AS both_articles
FROM pairs
JOIN intermediate.int_article_sources AS own ON own.source_entity_id = pairs.entity_id
JOIN intermediate.int_article_sources AS beside ON beside.source_entity_id = pairs.other_id AND beside.article_id = own.article_id
JOIN articles ON articles.article_id = beside.article_id
GROUP BY ALL
ORDER BY pairs.entity_id, pairs.texts DESC, pairs.other_texts, pairs.other_name, pairs.other_id
