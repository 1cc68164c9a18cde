-- How diverse the sources of each outlet are, over all its articles, and what kinds they are of; most articles first.
SELECT
    diversity.*, profile.hedged_share, profile.hedged_share_low, profile.hedged_share_high,
    most.source_name AS top_name, most.source_entity_id AS top_entity_id
FROM source_diversity AS diversity
JOIN outlet_profile AS profile ON profile.outlet = diversity.outlet
LEFT JOIN (
    SELECT
        articles.outlet, any_value(sources.source_entity_id) AS source_entity_id, min(sources.source_name) AS source_name,
        sum(sources.claims) AS claims
    FROM intermediate.int_article_sources AS sources
    JOIN articles ON articles.article_id = sources.article_id
    GROUP BY articles.outlet, sources.source_key
    QUALIFY row_number() OVER (PARTITION BY articles.outlet ORDER BY sum(sources.claims) DESC, min(sources.source_name), sources.source_key) = 1
) AS most ON most.outlet = diversity.outlet
WHERE diversity.time_grain = 'all' AND diversity.text_scope = 'all' AND diversity.effective_sources IS NOT NULL
ORDER BY diversity.articles DESC, diversity.outlet
