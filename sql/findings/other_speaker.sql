-- One quotation that two outlets give to two different speakers; long ones first, since short ones may be chance.
SELECT
    format(
        '“{}” is {} in {} and {} in {}.',
        CASE WHEN length(earlier_text) > 120 THEN left(earlier_text, 119) || '…' ELSE earlier_text END,
        earlier_speaker, coalesce(earlier_outlet, 'an unnamed outlet'),
        later_speaker, coalesce(later_outlet, 'an unnamed outlet')
    ) AS finding,
    later_quote_id AS row_id,
    format('story/{}.html#{}', members.story_id, members.quote_group_id) AS page
FROM quote_changes
JOIN intermediate.int_quote_groups AS members ON members.quote_id = quote_changes.later_quote_id
WHERE speaker_relation = 'other'
ORDER BY similarity DESC, length(earlier_text) DESC, earlier_quote_id, later_quote_id
LIMIT 1
