-- What an article says and gives to its sources, in reading order, with the characters where it stands; $article: its id.
SELECT
    claims.content_spans[1]."start" AS starts_at,
    claims.content_spans[-1]."end" AS ends_at,
    statements.source_name,
    statements.statement,
    statements.voice,
    claim_id
FROM statements
JOIN claims USING (claim_id)
WHERE statements.article_id = $article
ORDER BY starts_at, ends_at, claim_id
