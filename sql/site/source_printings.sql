-- The printings of what some people and bodies are said to speak and several articles print. Of a quotation with very many,
-- theirs and those that have words of one of these, their own first, then the earliest: words that many people use link
-- what hardly has a word in common.
WITH own AS (
    SELECT quotes.speaker_entity_id AS entity_id, quotes.quote_id, members.quote_group_id
    FROM quotes
    JOIN intermediate.int_quote_groups AS members ON members.quote_id = quotes.quote_id
    JOIN quote_coverage AS coverage ON coverage.quote_group_id = members.quote_group_id
    WHERE quotes.speaker_entity_id IN (SELECT unnest($keys)) AND coverage.articles > 1 AND NOT members.is_doubtful
),

sized AS (
    SELECT quote_group_id, count(*) <= $limit AS is_small
    FROM intermediate.int_quote_groups
    WHERE quote_group_id IN (SELECT quote_group_id FROM own) AND NOT is_doubtful
    GROUP BY quote_group_id
),

large AS (
    SELECT own.entity_id, own.quote_id
    FROM own
    JOIN sized ON sized.quote_group_id = own.quote_group_id AND NOT sized.is_small
),

printed AS (
    SELECT own.entity_id, members.quote_id
    FROM own
    JOIN sized ON sized.quote_group_id = own.quote_group_id AND sized.is_small
    JOIN intermediate.int_quote_groups AS members ON members.quote_group_id = own.quote_group_id
    UNION
    SELECT entity_id, quote_id FROM large
    UNION
    SELECT large.entity_id, matches.quote_id_b FROM large JOIN quote_matches AS matches ON matches.quote_id_a = large.quote_id
    UNION
    SELECT large.entity_id, matches.quote_id_a FROM large JOIN quote_matches AS matches ON matches.quote_id_b = large.quote_id
),

changed AS (
    SELECT DISTINCT unnest([earlier_quote_id, later_quote_id]) AS quote_id
    FROM quote_changes
    WHERE speaker_relation = 'other'
)

SELECT
    printed.entity_id, members.quote_group_id, members.quote_id, members.quote_text AS text, members.article_id,
    members.story_id, members.outlet, members.published_at, members.source_name AS speaker_name,
    quotes.speaker_entity_id, quotes.claim_id, members.quote_id IN (FROM changed) AS has_other_speaker,
    quotes.speaker_entity_id IN (SELECT source_entity_id FROM attribution_counts WHERE articles > 0) AS has_page
FROM printed
JOIN intermediate.int_quote_groups AS members ON members.quote_id = printed.quote_id
JOIN quotes ON quotes.quote_id = printed.quote_id
WHERE NOT members.is_doubtful
QUALIFY
    row_number() OVER (
        PARTITION BY printed.entity_id, members.quote_group_id
        ORDER BY quotes.speaker_entity_id IS NOT DISTINCT FROM printed.entity_id DESC, members.published_at NULLS LAST, members.quote_id
    ) <= $limit
ORDER BY printed.entity_id, members.quote_group_id, members.published_at NULLS LAST, members.quote_id
