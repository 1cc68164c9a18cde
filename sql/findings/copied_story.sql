-- The story that most outlets carry without adding an origin of their own.
SELECT
    format(
        '“{}”: {} outlets carry the story, but only {} of them independently.',
        headline, outlets, independent_outlets
    ) AS finding,
    NULL AS row_id,
    format('story/{}.html#independence', story_id) AS page
FROM story_overview
WHERE outlets > independent_outlets
ORDER BY outlets - independent_outlets DESC, outlets DESC, story_id
LIMIT 1
