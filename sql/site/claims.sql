-- The claims of some stories, with where their words stand, in reading order.
SELECT
    claims.claim_id, claims.article_id, stories.story_id, claims.voice, claims.text, claims.statement, claims.form, claims.stance,
    claims.source_entity_id, claims.source_name, claims.source_text, claims.source_type, claims.via_name, claims.confidence,
    claims.source_start, claims.source_end, claims.cue_start, claims.cue_end,
    list_transform(claims.content_spans, lambda span: [span.start, span."end"]) AS spans,
    groups.claim_group_id, groups.similarity, groups.is_representative, groups.relation,
    members.attitude, members.carries
FROM claims
JOIN stories ON stories.article_id = claims.article_id
JOIN claim_groups AS groups ON groups.claim_id = claims.claim_id
JOIN intermediate.int_group_claims AS members ON members.claim_id = claims.claim_id
WHERE stories.story_id IN (SELECT unnest($keys))
ORDER BY stories.story_id, claims.article_id, claims.content_spans[1].start, claims.claim_id
