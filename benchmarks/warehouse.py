"""Measure the SQL stage on tables made of invented rows: CPU time, memory, size.

    python -m benchmarks.warehouse 0 2000 20000

Each number is a count of articles, in stories of fifteen, from 300 outlets of which a fifth have a publisher in common;
ten claims and three quotations per article, of which two are repeated by others. 0 gives what the models
cost without rows. The first run after a change of sql/ also compiles the project, so the stage is run once before.
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
from flows.resources import SEEDS_DIR, read_query
from flows.warehouse import build_warehouse
from transforms.schema import Layer
from transforms.tables import list_tables

_STORY_ARTICLES = 15

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
        connection.execute(f"SET VARIABLE articles = {articles}; SET VARIABLE story_articles = {_STORY_ARTICLES}")
        connection.execute(read_query("benchmarks/made_tables"))
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
