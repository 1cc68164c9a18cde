-- What some people and bodies say, the newest first; of those with very many claims the newest ones.
SELECT
    sources.source_entity_id AS entity_id, claims.claim_id, claims.article_id, claims.text, claims.statement, claims.form,
    claims.stance, stories.story_id, overview.headline AS story_headline,
    overview.last_published_at AS story_published_at, articles.outlet,
    articles.published_at, groups.claim_group_id, coverage.outlets,
    count(*) OVER by_entity AS all_claims
FROM intermediate.int_attributions AS sources
JOIN claims ON claims.claim_id = sources.claim_id
JOIN articles ON articles.article_id = claims.article_id
JOIN stories ON stories.article_id = claims.article_id
JOIN story_overview AS overview ON overview.story_id = stories.story_id
JOIN claim_groups AS groups ON groups.claim_id = claims.claim_id
JOIN claim_coverage AS coverage ON coverage.claim_group_id = groups.claim_group_id
WHERE sources.source_entity_id IN (SELECT unnest($keys))
WINDOW by_entity AS (PARTITION BY sources.source_entity_id)
QUALIFY
    row_number() OVER (
        PARTITION BY sources.source_entity_id ORDER BY articles.published_at DESC NULLS LAST, claims.claim_id
    ) <= $limit
ORDER BY
    entity_id, overview.last_published_at DESC NULLS LAST, stories.story_id, coverage.outlets DESC, groups.claim_group_id,
    articles.published_at NULLS LAST, claims.claim_id
