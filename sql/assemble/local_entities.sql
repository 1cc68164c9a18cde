-- Grain: one row per entity of an article, by its local id, with where and when it stands.
SELECT
    entities_pieces.entity_id,
    entities_pieces.article_id,
    entities_pieces.name,
    entities_pieces.label,
    entities_pieces.aliases,
    entities_pieces.gender,
    stories.story_id,
    articles_pieces.published_date
FROM entities_pieces
LEFT JOIN stories ON stories.article_id = entities_pieces.article_id
LEFT JOIN articles_pieces ON articles_pieces.article_id = entities_pieces.article_id
ORDER BY entities_pieces.article_id, entities_pieces.entity_id
