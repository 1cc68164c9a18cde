-- What becomes of claims on their way to each outlet, in all its texts and in its own.
SELECT *
FROM attribution_drift
WHERE time_grain = 'all'
ORDER BY outlet, text_scope
