-- Grain: one row per article and limit that it, or the story that it is the first article of, is larger than.
-- size: how large; of sentences about, since words are counted by letters here.
WITH people AS (
    SELECT article_id, entity_id, unnest(string_split(lower(name), ' ')) AS word
    FROM entities
    WHERE
        label = 'PERSON'
        AND article_id IN (
            SELECT article_id FROM entities WHERE label = 'PERSON' GROUP BY article_id HAVING count(*) > $namesakes
        )
),

firsts AS (
    SELECT stories.story_id, min_by(articles.article_id, (articles.published_at, articles.article_id)) AS article_id
    FROM stories
    INNER JOIN articles ON articles.article_id = stories.article_id
    GROUP BY stories.story_id
),

sizes AS (
    SELECT
        'sentence' AS limit_name,
        sentences.article_id,
        max(len(regexp_extract_all(
            substring(articles.text, sentences."start" + 1, sentences."end" - sentences."start"), '\w+|[^\w\s]'
        ))) AS size,
        $sentence AS most
    FROM sentences
    INNER JOIN articles ON articles.article_id = sentences.article_id
    WHERE sentences."end" - sentences."start" >= $sentence
    GROUP BY sentences.article_id

    UNION ALL

    SELECT
        'marks' AS limit_name,
        segments.article_id,
        max(length(regexp_replace(
            substring(articles.text, segments."start" + 1, segments."end" - segments."start"), '[^''"‘’“”]', '', 'g'
        ))) AS size,
        $marks AS most
    FROM segments
    INNER JOIN articles ON articles.article_id = segments.article_id
    WHERE segments."end" - segments."start" > $marks
    GROUP BY segments.article_id

    UNION ALL

    SELECT 'namesakes' AS limit_name, article_id, max(bearers) AS size, $namesakes AS most
    FROM (SELECT article_id, word, count(DISTINCT entity_id) AS bearers FROM people GROUP BY article_id, word)
    GROUP BY article_id

    UNION ALL

    SELECT 'names' AS limit_name, article_id, count(*) AS size, $names AS most
    FROM entities
    GROUP BY article_id

    UNION ALL

    SELECT 'claims' AS limit_name, article_id, count(*) AS size, $claims AS most
    FROM claims
    GROUP BY article_id

    UNION ALL

    SELECT 'story claims' AS limit_name, min(firsts.article_id), count(*) AS size, $story_claims AS most
    FROM claims
    INNER JOIN stories ON stories.article_id = claims.article_id
    INNER JOIN firsts ON firsts.story_id = stories.story_id
    GROUP BY stories.story_id

    UNION ALL

    SELECT 'story quotations' AS limit_name, min(firsts.article_id), count(*) AS size, $story_quotations AS most
    FROM quotes
    INNER JOIN stories ON stories.article_id = quotes.article_id
    INNER JOIN firsts ON firsts.story_id = stories.story_id
    GROUP BY stories.story_id
)

SELECT articles.source_uri, sizes.article_id, sizes.limit_name, sizes.size, sizes.most
FROM sizes
INNER JOIN articles ON articles.article_id = sizes.article_id
WHERE sizes.size > sizes.most OR (sizes.limit_name = 'sentence' AND sizes.size = sizes.most)
ORDER BY articles.source_uri, sizes.article_id, sizes.limit_name
