-- What each outlet of some stories leaves out, the most carried claims first, with the nearest claim that it has.
SELECT
    omissions.story_id, omissions.outlet, omissions.claim_group_id, omissions.carrying_outlets, omissions.independent_outlets,
    omissions.could_have_known, omissions.has_own_text, omissions.nearest_claim_id, omissions.nearest_text,
    omissions.nearest_similarity, omissions.may_be_missed, nearest.article_id AS nearest_article_id,
    count(*) OVER of_outlet AS all_omissions, count(*) FILTER (WHERE omissions.may_be_missed) OVER of_outlet AS all_doubtful
FROM claim_omissions AS omissions
LEFT JOIN claims AS nearest ON nearest.claim_id = omissions.nearest_claim_id
WHERE omissions.story_id IN (SELECT unnest($keys))
WINDOW of_outlet AS (PARTITION BY omissions.story_id, omissions.outlet)
QUALIFY
    row_number() OVER (
        PARTITION BY omissions.story_id, omissions.outlet ORDER BY omissions.carrying_outlets DESC, omissions.claim_group_id
    ) <= $limit
ORDER BY omissions.story_id, omissions.outlet, omissions.carrying_outlets DESC, omissions.claim_group_id
