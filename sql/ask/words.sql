-- Every word that `search` may find. $own: whether the outlets' own statements are searched too.
SELECT DISTINCT
    unnest(regexp_extract_all(
        strip_accents(lower(concat_ws(' ', statement, all_sources, via_name, headline, story_headline))), '[\pL\pN]+'
    )) AS word
FROM statements
WHERE voice <> 'outlet' OR $own
ORDER BY word
