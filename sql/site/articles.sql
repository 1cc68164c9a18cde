-- The articles of some stories, in the order in which they came.
WITH merged AS (
    SELECT carried_id AS story_id, publisher_family, counted_as
    FROM intermediate.int_merged_families
    WHERE carried = 'story'
)

SELECT
    articles.article_id, stories.story_id, articles.outlet, articles.headline, articles.url, articles.byline,
    articles.published_at, articles.published_date, articles.word_count, articles.text, articles.dateline_place,
    articles.language, articles.source_uri,
    kinds.kind,
    origins.origin_kind, origins.agency, origins.is_credited, origins.contributors, origins.origin_article_id, origins.origin_id,
    coalesce(origins.publisher_family, articles.outlet) AS publisher_family,
    coalesce(merged.counted_as, origins.publisher_family, articles.outlet) AS counted_as
FROM stories
JOIN articles ON articles.article_id = stories.article_id
JOIN article_origins AS origins ON origins.article_id = stories.article_id
JOIN article_kinds AS kinds ON kinds.article_id = stories.article_id
LEFT JOIN merged
    ON merged.story_id = stories.story_id
    AND merged.publisher_family = coalesce(origins.publisher_family, articles.outlet)
WHERE stories.story_id IN (SELECT unnest($keys))
ORDER BY stories.story_id, articles.published_at NULLS LAST, articles.article_id
