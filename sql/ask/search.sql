-- Who said what about some words. $own: whether the outlets' own statements are wanted too; $words: for each word the forms
-- that it may have, with blank space where a form begins or ends. Every word must stand in the statement, its sources or the
-- headlines above it; those that have more of them in the statement itself come first.
WITH folded AS (
    SELECT
        *,
        ' ' || regexp_replace(strip_accents(lower(statement)), '[^\pL\pN]+', ' ', 'g') || ' ' AS inside,
        ' ' || regexp_replace(
            strip_accents(lower(concat_ws(' ', all_sources, via_name, headline, story_headline))), '[^\pL\pN]+', ' ', 'g'
        ) || ' ' AS around
    FROM statements
    WHERE voice <> 'outlet' OR $own
),

matched AS (
    SELECT
        * EXCLUDE (inside, around),
        list_count(list_filter(
            $words::VARCHAR[][],
            lambda forms: list_bool_or(list_transform(forms, lambda form: contains(inside, form)))
        )) AS words_inside,
        list_count(list_filter(
            $words::VARCHAR[][],
            lambda forms: list_bool_or(list_transform(forms, lambda form: contains(inside, form) OR contains(around, form)))
        )) AS words_found
    FROM folded
)

SELECT * EXCLUDE (words_inside, words_found)
FROM matched
WHERE words_found = len($words::VARCHAR[][])
ORDER BY words_inside DESC, published_at NULLS LAST, claim_id
