-- What became of claims on their way to each outlet of some stories.
SELECT
    spread.story_id, spread.outlet, count(*) AS later_claims,
    count(*) FILTER (WHERE spread.attribution_change = 'gained') AS gained_claims,
    count(*) FILTER (WHERE spread.attribution_change = 'lost') AS lost_claims,
    count(*) FILTER (WHERE spread.certainty_change = 'raised') AS raised_claims,
    count(*) FILTER (WHERE spread.certainty_change = 'lowered') AS lowered_claims,
    count(*) FILTER (WHERE spread.speaker_changed) AS speaker_changed_claims,
    count(*) FILTER (WHERE spread.numbers_changed) AS numbers_changed_claims
FROM claim_spread AS spread
JOIN claim_coverage AS coverage ON coverage.claim_group_id = spread.claim_group_id
WHERE
    spread.outlet IS NOT NULL AND spread.attribution_change IS NOT NULL
    AND spread.outlet IS DISTINCT FROM coverage.first_outlet AND spread.story_id IN (SELECT unnest($keys))
GROUP BY spread.story_id, spread.outlet
ORDER BY spread.story_id, count(*) DESC, spread.outlet
