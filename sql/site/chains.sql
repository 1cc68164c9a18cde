-- Why outlets of a claim count once: for claims of several outlets only.
SELECT
    coverage.story_id, chain.carried_id AS claim_group_id, chain.article_id, chain.outlet, chain.publisher_family, chain.counted_as,
    chain.agency, chain.text_origin_id, chain.origin_kind, chain.source_entity_id, chain.source_name, chain.counted_origin
FROM origin_chain AS chain
JOIN claim_coverage AS coverage ON coverage.claim_group_id = chain.carried_id
WHERE chain.carried = 'claim_group' AND coverage.outlets > 1 AND coverage.story_id IN (SELECT unnest($keys))
ORDER BY coverage.story_id, chain.carried_id, chain.counted_as, chain.published_at NULLS LAST, chain.article_id, chain.origin
