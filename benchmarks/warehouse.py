"""Measure the SQL stage on tables made of invented rows: CPU time, memory, size.

    python -m benchmarks.warehouse 0 2000 20000

Each number is a count of articles, in stories of fifteen, from 300 outlets of which a fifth have a publisher in common;
ten claims and three quotations per article, of which two are repeated by others. 0 gives what dbt costs by itself. The
first run after a change of sql/ also parses the project, so the stage is run once before anything is measured.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import duckdb

from benchmarks.fill import write_filled
from flows.resources import SEEDS_DIR
from flows.warehouse import build_warehouse
from transforms.schema import Layer
from transforms.tables import list_tables

_STORY_ARTICLES = 15

_FRAMES = """
CREATE TABLE made_articles AS
SELECT
    format('a{{:08d}}', i) AS article_id, format('s{{:07d}}', i // {size}) AS story_id,
    format('Outlet {{}}', hash(i) % 300) AS outlet,
    CASE WHEN hash(outlet) % 5 = 0 THEN format('Family {{}}', hash(outlet) % 20) END AS publisher_family,
    TIMESTAMPTZ '2026-09-01 00:00:00+00' + (i // {size}) * INTERVAL 1 MINUTE + (hash(i) % 3000) * INTERVAL 1 MINUTE
        AS published_at,
    published_at::DATE AS published_date,
    CASE WHEN hash(i) % 4 = 0 THEN format('a{{:08d}}', i // {size} * {size}) ELSE article_id END AS origin_id
FROM range({articles}) AS numbers(i);

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
"""

_MADE = {
    "articles": "made_articles",
    "stories": "made_articles",
    "article_origins": "made_articles",
    "claims": "made_claims",
    "claim_sources": "made_sources",
    "claim_groups": "made_claims",
    "claim_near_misses": "made_near_misses",
    "quotes": "made_quotes",
    "quote_matches": "made_matches",
}


def make_tables(articles: int, folder: Path) -> None:
    """Write every extracted and matched table for a number of articles."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        connection.execute(_FRAMES.format(articles=articles, size=_STORY_ARTICLES))
        for table in list_tables(Layer.EXTRACTED, Layer.MATCHED):
            write_filled(connection, table, _MADE.get(table.name), folder)


def measure_stage(articles: int) -> tuple[float, float, float]:
    """Return CPU seconds, peak memory in MB and the file's size in MB of the stage on a number of articles."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        make_tables(articles, folder / "tables")
        begun = time.process_time()
        file = folder / "warehouse.duckdb"
        build_warehouse(folder / "tables", file, folder / "marts", SEEDS_DIR, folder / "work")
        spent = time.process_time() - begun
        return spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024, file.stat().st_size / 2**20


def main() -> None:
    """Print one line per corpus size."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("articles", type=int, nargs="+")
    context = multiprocessing.get_context("spawn")  # a process of its own, so that nothing is imported or warm
    print("articles    CPU s   peak MB   file MB")
    for number, articles in enumerate([0, *parser.parse_args().articles]):
        with ProcessPoolExecutor(1, context) as pool:
            spent, memory, size = pool.submit(measure_stage, articles).result()
        if number:
            print(f"{articles:8d} {spent:8.1f} {memory:9.0f} {size:9.1f}")


if __name__ == "__main__":
    main()
