-- Invented articles, claims and quotations for benchmarks/warehouse.py, which sets the variables.
CREATE TABLE made_articles AS
SELECT
    format('a{:08d}', i) AS article_id, format('s{:07d}', i // getvariable('story_articles')) AS story_id,
    format('Outlet {}', hash(i) % 300) AS outlet,
    CASE WHEN hash(outlet) % 5 = 0 THEN format('Family {}', hash(outlet) % 20) END AS publisher_family,
    TIMESTAMPTZ '2026-09-01 00:00:00+00' + (i // getvariable('story_articles')) * INTERVAL 1 MINUTE + (hash(i) % 3000) * INTERVAL 1 MINUTE
        AS published_at,
    published_at::DATE AS published_date,
    CASE WHEN hash(i) % 4 = 0 THEN format('a{:08d}', i // getvariable('story_articles') * getvariable('story_articles')) ELSE article_id END AS origin_id
FROM range(getvariable('articles')) AS numbers(i);

CREATE TABLE made_claims AS
SELECT
    article_id || '-c' || k AS claim_id, article_id, published_date, 'A claim of ' || claim_id AS text,
    CASE WHEN hash(claim_id) % 4 = 0 THEN 'outlet' ELSE 'attributed' END AS voice,
    'e' || (hash(story_id, hash(claim_id) % 6) % 50000) AS source_entity_id,
    'Name ' || source_entity_id AS source_name, 'named_person' AS source_type,
    story_id || '-g' || CASE WHEN hash(claim_id) % 3 = 0 THEN (hash(k, story_id) % 5)::VARCHAR ELSE claim_id END
        AS claim_group_id,
    claim_group_id AS lenient_group_id,
    row_number() OVER (PARTITION BY claim_group_id ORDER BY claim_id) = 1 AS is_representative, 1.0 AS confidence
FROM made_articles, range(10) AS numbers(k);

CREATE TABLE made_sources AS
SELECT claim_id, article_id, 0 AS source_no, source_entity_id, source_name, source_type
FROM made_claims
WHERE voice = 'attributed';

CREATE TABLE made_near_misses AS
SELECT groups.claim_group_id, articles.article_id, articles.article_id || '-c0' AS claim_id, 0.1 AS similarity,
    groups.claim_id AS nearest_claim_id
FROM (
    SELECT claim_group_id, left(claim_group_id, 8) AS story_id, min(claim_id) AS claim_id, list(article_id) AS inside
    FROM made_claims GROUP BY ALL HAVING count(DISTINCT article_id) > 1
) AS groups
INNER JOIN made_articles AS articles USING (story_id)
WHERE NOT list_contains(groups.inside, articles.article_id) AND hash(claim_group_id, article_id) % 2 = 0;

CREATE TABLE made_quotes AS
SELECT
    article_id || '-q' || k AS quote_id, article_id, story_id, published_date, 'Words of ' || quote_id AS text,
    'e' || (hash(story_id, hash(quote_id) % 6) % 50000) AS speaker_entity_id,
    'Name ' || speaker_entity_id AS speaker_name, 'named_person' AS speaker_type, 1.0 AS confidence
FROM made_articles, range(3) AS numbers(k);

CREATE TABLE made_matches AS
SELECT a.quote_id AS quote_id_a, b.quote_id AS quote_id_b, 'edited' AS relation
FROM made_quotes AS a
INNER JOIN made_quotes AS b
    ON a.story_id = b.story_id AND a.speaker_entity_id = b.speaker_entity_id AND a.article_id < b.article_id
WHERE NOT ends_with(a.quote_id, 'q2') AND NOT ends_with(b.quote_id, 'q2');
