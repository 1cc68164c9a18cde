-- The claims of a claim group and where their words stand; $group: its id.
SELECT
    groups.relation,
    statements.outlet,
    statements.source_name,
    statements.statement,
    statements.published_at,
    statements.claim_id,
    statements.article_id,
    claims.content_spans
FROM claim_groups AS groups
JOIN statements USING (claim_id)
JOIN claims USING (claim_id)
WHERE groups.claim_group_id = $group
ORDER BY groups.is_representative DESC, groups.relation, statements.published_at NULLS LAST, claim_id
