"""Measure the page on many copies of a run's articles: CPU time, memory, size.

    python -m benchmarks.site out/sample 10000
    python -m benchmarks.site out/sample 60 --together

Copies of an article have ids and outlets of their own; so have its stories, people, claims and quotations. With
``--together`` they are copies of the largest story's articles and tell one story: every other claim is in each copy,
the rest are the copy's own, and all give the same people the same words.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import duckdb

from flows.resources import SEEDS_DIR, read_query
from flows.site.build import write_site
from flows.storage import write_table
from flows.warehouse import WAREHOUSE, build_warehouse
from transforms.render.duckdb import duckdb_type
from transforms.schema import Layer, Table
from transforms.tables import list_tables

_COPIED_OUTLETS = 20
_SHARED = ("story_id", "source_entity_id", "speaker_entity_id", "entity_id", "addressee_entity_id", "parent_entity_id")
_GROUPS = ("claim_group_id", "lenient_group_id")


def copy_tables(tables: Path, folder: Path, articles: int, together: bool) -> None:
    """Write the extracted and matched tables of a run again, with so many copies that there are ``articles``."""
    with duckdb.connect() as connection:
        connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        for table in list_tables(Layer.EXTRACTED, Layer.MATCHED):
            connection.execute(f"CREATE VIEW {table.name} AS FROM read_parquet('{tables / table.name}/*.parquet')")
        told = read_query("benchmarks/largest_story") if together else "SELECT article_id FROM stories"
        connection.execute(f"CREATE TABLE told AS {told}")
        copies = max(1, round(articles / connection.sql("SELECT count(*) FROM told").fetchall()[0][0]))
        for table in list_tables(Layer.EXTRACTED, Layer.MATCHED):
            chosen = " AND ".join(["true", *_choose_rows(table)])
            cells = ", ".join(_copy_column(column.name, duckdb_type(column), together) for column in table.columns)
            rows = connection.sql(f"SELECT {cells} FROM {table.name}, range({copies}) AS copies(k) WHERE {chosen}")
            write_table(table, rows.to_arrow_reader(65_536), folder)


def _choose_rows(table: Table) -> Iterator[str]:
    if "run_id" in table.column_names:
        yield "k = 0"
    for name in table.column_names:
        if name.startswith("article_id"):
            yield f"{name} IN (FROM told)"
    keys = {"claim_id": "claims", "quote_id": "quotes", "quote_id_a": "quotes", "quote_id_b": "quotes"}
    for name, other in keys.items():
        if name in table.column_names and "article_id" not in table.column_names:
            key = name.removesuffix("_a").removesuffix("_b")
            yield f"{name} IN (SELECT {key} FROM {other} WHERE article_id IN (FROM told))"


def _copy_column(name: str, kind: str, together: bool) -> str:
    copied = f"\"{name}\" || '-' || k"
    if together and name in _SHARED:
        cell = f'"{name}"'
    elif name == "url":
        cell = copied
    elif name == "outlet":
        cell = f"outlet || ' ' || {'k' if together else f'k % {_COPIED_OUTLETS}'}"
    elif name == "is_representative" and together:
        cell = "is_representative AND (k = 0 OR hash(claim_group_id) % 2 = 0)"
    elif name in _GROUPS and together:
        cell = f"CASE WHEN hash(claim_group_id) % 2 = 0 THEN {copied} ELSE \"{name}\" || '-0' END"
    elif name.endswith("_ids") and kind == "VARCHAR[]":
        cell = f"list_transform(\"{name}\", lambda id: id || '-' || k)"
    elif (
        kind == "VARCHAR"
        and name != "run_id"
        and (name.endswith("_id") or name.removesuffix("_a").removesuffix("_b").endswith("_id"))
    ):
        cell = copied
    else:
        cell = f'"{name}"'
    return f'{cell} AS "{name}"'


def measure_site(out: Path, articles: int, together: bool) -> str:
    """Return a line of the table in docs/benchmarks.md."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        copy_tables(out / "tables", folder / "tables", articles, together)
        warehouse = folder / WAREHOUSE
        with multiprocessing.get_context("spawn").Pool(1) as pool:
            pool.apply(build_warehouse, (folder / "tables", warehouse, folder / "marts", SEEDS_DIR, folder / "work"))
        begun = time.process_time()
        pages = write_site(warehouse, folder / "site")
        spent = time.process_time() - begun
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 2**20
        sizes = {page: page.stat().st_size / 1e6 for page in (folder / "site").rglob("*.html")}
        largest = max((folder / "site" / "story").iterdir(), key=sizes.__getitem__)
        return (
            f"| {articles:,}{' in one story' if together else ''} | {pages:,} | {spent:.1f} | {peak:.2f} "
            f"| {sum(sizes.values()):,.0f} | {sizes[largest]:.2f} | {max(sizes.values()):.2f} |"
        )


def main() -> None:
    """Print one line."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="a run, e.g. out/sample")
    parser.add_argument("articles", type=int)
    parser.add_argument("--together", action="store_true", help="all in one story")
    arguments = parser.parse_args()
    print("| articles | pages | CPU s | peak GB | all pages, MB | largest story, MB | largest page, MB |")
    print("|" + "---|" * 7)
    print(measure_site(arguments.out, arguments.articles, arguments.together))


if __name__ == "__main__":
    main()
