-- Grain: one row per change between two versions of an article that follow each other.
SELECT article_revisions_pieces.* REPLACE (articles.url AS url)
FROM article_revisions_pieces
INNER JOIN articles ON articles.article_id = article_revisions_pieces.article_id_after
SEMI JOIN articles AS earlier ON earlier.article_id = article_revisions_pieces.article_id_before
ORDER BY article_id_before, article_id_after, change, id_before NULLS FIRST, id_after NULLS FIRST
