-- How far each outlet leans on agencies' texts: over all, and month by month, the newest first.
SELECT *
FROM agency_dependence
WHERE time_grain IN ('all', 'month')
QUALIFY row_number() OVER (PARTITION BY outlet, time_grain ORDER BY first_day DESC) <= $limit
ORDER BY outlet, time_grain, first_day DESC
