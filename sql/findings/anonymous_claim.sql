-- The claim that most outlets carry although it rests on one anonymous source, and none says it in its own voice.
SELECT
    format(
        '{} outlets carry “{}”, which rests on one anonymous source: {}.',
        outlets,
        CASE WHEN length(words) > 160 THEN left(words, 159) || '…' ELSE words END,
        source_name
    ) AS finding,
    NULL AS row_id,
    format('story/{}.html#{}', story_id, claim_group_id) AS page
FROM (SELECT *, trim(representative_text, '“”"') AS words FROM single_source_claims)
WHERE is_anonymous AND outlets > 1 AND NOT list_contains(voices, 'outlet')
ORDER BY outlets DESC, independent_outlets, length(representative_text) DESC, claim_group_id
LIMIT 1
