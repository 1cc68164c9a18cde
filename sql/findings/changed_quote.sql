-- The quotation whose words changed most while its speaker stayed the same; long ones of one story, whose words are mostly
-- the same, so that it is no other statement on the same matter.
SELECT
    format(
        'A quote changed on its way: {} has “{}”, {} has “{}”.',
        coalesce(earlier_outlet, 'an unnamed outlet'), earlier_text,
        coalesce(later_outlet, 'an unnamed outlet'), later_text
    ) AS finding,
    later_quote_id AS row_id,
    format('story/{}.html#{}', members.story_id, members.quote_group_id) AS page
FROM quote_changes
JOIN intermediate.int_quote_groups AS members ON members.quote_id = quote_changes.later_quote_id
WHERE
    wording_change = 'edited'
    AND same_speaker
    AND earlier_story_id = later_story_id
    AND similarity >= 0.8
    AND least(len(string_split(earlier_text, ' ')), len(string_split(later_text, ' '))) >= 8
ORDER BY similarity, earlier_quote_id, later_quote_id
LIMIT 1
