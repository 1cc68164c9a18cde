-- Questions with names: macros in the warehouse file, for every client of DuckDB 1.1 or newer (flows/warehouse.py loads them).
-- The file must be the one that is open, or the one in use (USE). None writes lambdas: clients before 1.3 read another syntax.

-- Words as they are compared: small, without accents and punctuation, and without the s of a plural.
CREATE MACRO main.fold_words(words) AS
    regexp_replace(
        trim(regexp_replace(strip_accents(lower(words)), '[^\pL\pN]+', ' ', 'g')), '(\pL{3})s( |$)', '\1\2', 'g'
    );

-- Whether a text holds every one of some words, in any order. No index is needed, and no extension.
CREATE MACRO main.has_words(passage, words) AS
    list_has_all(string_split(fold_words(coalesce(passage, '')), ' '), string_split(fold_words(words), ' '));

-- Who said what about some words: attributed and hedged claims that hold them all, those that have them in the statement first.
CREATE MACRO main.who_said(term) AS TABLE
    SELECT
        source_name, statement, outlet, headline, published_at, source_type, voice, stance, confidence, story_headline, url,
        claim_id, article_id
    FROM main.statements
    WHERE
        voice <> 'outlet'
        AND has_words(concat_ws(' ', statement, all_sources, via_name, headline, story_headline), term)
    ORDER BY has_words(statement, term) DESC, published_at NULLS LAST, claim_id;

-- What somebody is quoted with, by any of the names that articles use; terms of others in quotation marks are left out.
CREATE MACRO main.quotes_of(speaker) AS TABLE
    SELECT
        quotes.speaker_name, quotes.text AS quote_text, quotes.quote_type, articles.outlet, articles.headline,
        articles.published_at, quotes.confidence, articles.url, quotes.quote_id, quotes.article_id
    FROM main.quotes AS quotes
    INNER JOIN main.articles AS articles ON quotes.article_id = articles.article_id
    WHERE
        quotes.quote_type <> 'scare'
        AND (
            has_words(quotes.speaker_name, speaker)
            OR quotes.speaker_entity_id IN (
                SELECT entities.entity_id
                FROM main.dim_entity AS entities
                WHERE has_words(concat_ws(' ', entities.name, entities.aliases_text), speaker)
            )
        )
    ORDER BY articles.published_at NULLS LAST, quotes.quote_id;

-- Which claims about some words are carried, by how many outlets, and how many of these are independent.
CREATE MACRO main.coverage(term) AS TABLE
    SELECT
        representative_statement, story_headline, outlets, independent_outlets, independent_origins, story_outlets,
        coverage_share, distinct_sources, is_single_source, is_disputed, first_outlet, first_published_at, claim_group_id,
        story_id
    FROM main.claim_coverage
    WHERE has_words(concat_ws(' ', representative_statement, story_headline), term)
    ORDER BY outlets DESC, independent_outlets DESC, claim_group_id;

-- Stories in which some words are spoken of, those with the most statements about them first.
CREATE MACRO main.stories_about(term) AS TABLE
    SELECT
        stories.headline, count(*) AS statements, stories.articles, stories.outlets, stories.independent_outlets,
        stories.claims, stories.sources, stories.first_published_at, stories.story_id
    FROM main.statements AS said
    INNER JOIN main.story_overview AS stories ON said.story_id = stories.story_id
    WHERE has_words(concat_ws(' ', said.statement, said.all_sources, said.headline, said.story_headline), term)
    GROUP BY ALL
    ORDER BY statements DESC, stories.story_id;

-- Where the words of a claim, quotation, mention, claim group, story or entity stand: rows and characters of articles.text.
CREATE MACRO main.trace(wanted) AS TABLE
    WITH told AS (
        SELECT
            'claim' AS kind, claim_id AS row_id, article_id, content_spans AS spans, source_start, source_end, cue_start, cue_end
        FROM main.claims
        WHERE
            claim_id = wanted
            OR claim_id IN (SELECT members.claim_id FROM main.claim_groups AS members WHERE members.claim_group_id = wanted)
        UNION ALL
        SELECT 'quote', quote_id, article_id, spans, speaker_start, speaker_end, cue_start, cue_end
        FROM main.quotes
        WHERE quote_id = wanted
    ),

    places AS (
        SELECT kind, row_id, article_id, 'content' AS part, unnest(spans) AS span FROM told
        UNION ALL
        SELECT kind, row_id, article_id, 'source', {'start': source_start, 'end': source_end} FROM told
        UNION ALL
        SELECT kind, row_id, article_id, 'cue', {'start': cue_start, 'end': cue_end} FROM told
        UNION ALL
        SELECT 'mention', mention_id, article_id, 'content', {'start': "start", 'end': "end"}
        FROM main.mentions
        WHERE mention_id = wanted OR entity_id = wanted
        UNION ALL
        SELECT 'article', stories.article_id, stories.article_id, 'content', {'start': 0, 'end': length(articles.text)}
        FROM main.stories AS stories
        INNER JOIN main.articles AS articles ON stories.article_id = articles.article_id
        WHERE stories.story_id = wanted OR stories.article_id = wanted
    )

    SELECT
        places.kind, places.row_id, places.part, places.article_id, articles.outlet, articles.headline,
        places.span['start'] AS first_character, places.span['end'] AS past_character,
        substring(articles.text, (places.span['start'] + 1)::BIGINT, (places.span['end'] - places.span['start'])::BIGINT) AS words
    FROM places
    INNER JOIN main.articles AS articles ON places.article_id = articles.article_id
    WHERE places.span['start'] IS NOT NULL
    ORDER BY places.article_id, places.row_id, first_character;

-- The paragraphs in which the words of a claim, quotation, mention, claim group or entity stand, these in double brackets.
CREATE MACRO main.excerpt(wanted) AS TABLE
    WITH pieces AS (
        SELECT
            found.kind, found.row_id, found.article_id, found.outlet, found.headline, segments.segment_no,
            segments."end" AS segment_end, articles.text,
            greatest(found.first_character, segments."start") AS first_character,
            least(found.past_character, segments."end") AS past_character,
            coalesce(
                lag(least(found.past_character, segments."end")) OVER (
                    PARTITION BY found.row_id, segments.segment_no ORDER BY found.first_character
                ),
                segments."start"
            ) AS before
        FROM trace(wanted) AS found
        INNER JOIN main.articles AS articles ON found.article_id = articles.article_id
        INNER JOIN main.segments AS segments
            ON
                found.article_id = segments.article_id
                AND found.first_character < segments."end"
                AND found.past_character > segments."start"
        WHERE found.part = 'content' AND found.kind <> 'article'
    )

    SELECT
        kind, row_id, article_id, outlet, headline, segment_no,
        string_agg(
            substring(text, (before + 1)::BIGINT, (first_character - before)::BIGINT)
            || '[[' || substring(text, (first_character + 1)::BIGINT, (past_character - first_character)::BIGINT) || ']]',
            '' ORDER BY first_character
        )
        || substring(any_value(text), (max(past_character) + 1)::BIGINT, (max(segment_end) - max(past_character))::BIGINT)
            AS paragraph
    FROM pieces
    GROUP BY ALL
    ORDER BY article_id, row_id, segment_no;

-- As many equal parts as would be as diverse as these: exp of Shannon's entropy (Hill 1973); NULL for nothing. counts: how often
-- each is cited. In a GROUP BY, collect them in a subquery first: effective_number(counts) FROM (SELECT list(n) AS counts …).
CREATE MACRO main.effective_number(counts) AS (
    SELECT exp(ln(sum(part)) - sum(part * ln(part)) / sum(part))
    FROM (SELECT unnest(counts)::DOUBLE AS part)
    WHERE part > 0
);

-- The sum of squared shares (Simpson 1949), 1 where there is only one part; NULL for nothing. counts as above.
CREATE MACRO main.hhi(counts) AS (
    SELECT sum(part * part) / pow(sum(part), 2)
    FROM (SELECT unnest(counts)::DOUBLE AS part)
    WHERE part > 0
);

-- A share k of n with the bounds of its 95 % interval (Wilson 1927); NULLs where n is 0.
CREATE MACRO main.share_ci(k, n) AS {
    'share': k / nullif(n, 0),
    'low': (k + 1.920729410347062 - 1.959963984540054 * sqrt(k * (n - k) / nullif(n, 0) + 0.960364705173531))
        / (n + 3.841458820694124),
    'high': (k + 1.920729410347062 + 1.959963984540054 * sqrt(k * (n - k) / nullif(n, 0) + 0.960364705173531))
        / (n + 3.841458820694124)
};

-- How many rows there are where so many are counted, and between which bounds that lies with 95 %, by measured precision and
-- recall; NULL where these are not known. what: 'counted sources' (claims with their source), 'counted speakers' (quotations
-- with their speaker) or 'counted quotations' (whoever speaks).
CREATE MACRO main.count_ci(counted, what) AS (
    SELECT CASE WHEN max(ratio) IS NOT NULL THEN {
        'expected': counted * max(ratio),
        'low': greatest(
            counted * max(ratio) - 1.96 * sqrt(counted * max(variance) + pow(counted * max(ratio_error), 2)), 0
        ),
        'high': counted * max(ratio) + 1.96 * sqrt(counted * max(variance) + pow(counted * max(ratio_error), 2))
    } END
    FROM intermediate.int_count_errors
    WHERE measure = what
);

-- Statements of at least a confidence: marts count from 0.5 on.
CREATE MACRO main.at_confidence(least_confidence) AS TABLE
    SELECT * FROM main.statements WHERE confidence >= least_confidence;
