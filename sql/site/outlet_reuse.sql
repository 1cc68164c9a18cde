-- Whose quotations each outlet repeats, and who repeats its own, the most often first.
WITH sides AS (
    SELECT later_outlet AS outlet, earlier_outlet AS other, false AS is_repeated, * FROM quote_reuse
    UNION ALL
    SELECT earlier_outlet, later_outlet, true, * FROM quote_reuse
)

SELECT
    outlet, other, is_repeated, quotes, unchanged_quotes, shortened_quotes, lengthened_quotes, edited_quotes,
    other_speaker_quotes, own_quotes, stories, median_hours, reuse_share
FROM sides
QUALIFY row_number() OVER (PARTITION BY outlet, is_repeated ORDER BY quotes DESC, other) <= $limit
ORDER BY outlet, is_repeated, quotes DESC, other
