-- Who is heard most; shown when nothing above stands out, e.g. for articles that share no story.
SELECT
    format(
        '{} is the most quoted source: {} in {}.', source_name,
        sum(quotes)::BIGINT || if(sum(quotes) = 1, ' quotation', ' quotations'),
        sum(articles)::BIGINT || if(sum(articles) = 1, ' article', ' articles')
    ) AS finding,
    NULL AS row_id,
    coalesce(format('source/{}.html', source_entity_id), 'sources.html') AS page
FROM attribution_counts
WHERE quotes > 0
GROUP BY source_entity_id, source_name
ORDER BY sum(quotes) DESC, source_name
LIMIT 1
