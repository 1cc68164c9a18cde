-- How diverse the sources of each outlet are, over all its articles, and what kinds they are of; most articles first.
SELECT
    profile.outlet, profile.articles, profile.effective_sources, profile.effective_sources_low, profile.effective_sources_high,
    diversity.top_1_share, diversity.top_1_share_low, diversity.top_1_share_high, profile.anonymous_share,
    diversity.official_share, profile.direct_share, profile.hedged_share
FROM outlet_profile AS profile
JOIN source_diversity AS diversity
    ON diversity.outlet = profile.outlet AND diversity.time_grain = 'all' AND diversity.text_scope = 'all'
WHERE profile.effective_sources IS NOT NULL
ORDER BY profile.articles DESC, profile.outlet
