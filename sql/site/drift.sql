-- What became of claims on their way to each outlet of some stories, and in all stories of that outlet.
SELECT
    spread.story_id, spread.outlet, count(*) AS later_claims,
    count(*) FILTER (WHERE spread.attribution_change = 'gained') AS gained_claims,
    count(*) FILTER (WHERE spread.attribution_change = 'lost') AS lost_claims,
    count(*) FILTER (WHERE spread.certainty_change = 'raised') AS raised_claims,
    count(*) FILTER (WHERE spread.certainty_change = 'lowered') AS lowered_claims,
    count(*) FILTER (WHERE spread.speaker_changed) AS speaker_changed_claims,
    count(*) FILTER (WHERE spread.numbers_changed) AS numbers_changed_claims,
    any_value(usual.later_claims) AS all_claims, any_value(usual.raised_claims) AS all_raised_claims,
    any_value(usual.raised_share_low) AS raised_share_low, any_value(usual.raised_share_high) AS raised_share_high
FROM claim_spread AS spread
JOIN claim_coverage AS coverage ON coverage.claim_group_id = spread.claim_group_id
LEFT JOIN attribution_drift AS usual
    ON usual.outlet = spread.outlet AND usual.time_grain = 'all' AND usual.text_scope = 'all'
WHERE
    spread.outlet IS NOT NULL AND spread.attribution_change IS NOT NULL
    AND spread.outlet IS DISTINCT FROM coverage.first_outlet AND spread.story_id IN (SELECT unnest($keys))
GROUP BY spread.story_id, spread.outlet
ORDER BY spread.story_id, count(*) DESC, spread.outlet
