"""From the batches' pieces to the extracted tables: corpus-wide entities, one order, few files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds

from flows.resources import load_seeds, read_query
from flows.storage import hide_progress, open_parquet, write_table
from transforms.entities import SPLIT_SCHEMA, Contested, Resolver, split_contested
from transforms.ids import make_id
from transforms.render.duckdb import quote_literal
from transforms.seeds import Seeds
from transforms.tables import TABLES

ARTICLES = ("articles", "segments")
"""The tables that say nothing of entities; stories are matched on them, and entities may then use the stories."""

ASSEMBLED = ("mentions", "entities", "claims", "claim_sources", "sentences", "quotes")
"""The tables that come from pieces and name entities, one SELECT each in ``sql/assemble``."""

_BY_DAY = ("claims", "quotes")
"""Those of them that are in the order of days; the others are in that of articles."""

ROWS_PER_BATCH = 50_000
ARTICLES_PER_PART = 10_000
"""So many articles' rows are put in order at once, which DuckDB does in memory."""
CLAIMS_ARTICLES_PER_PART = 2_000
"""The same of claims, whose rows are wide."""


def assemble_articles(staging: Path, tables: Path, left_out: frozenset[str] = frozenset()) -> dict[str, int]:
    """Write all versions of the articles, their revisions, and the segments of those that count, in their final order.

    Args:
        staging: holds one folder of Parquet pieces per table, from the batches.
        tables: the run's ``tables`` folder.
        left_out: the ids of articles that do not come into the tables.

    Returns:
        Rows per table; of ``articles`` those that count.
    """
    names = (*ARTICLES, "article_revisions")
    with _open_pieces(staging, names, left_out) as connection:
        connection.register(
            "older_pieces", open_parquet((staging / "older").glob("*.parquet"), TABLES["articles"].schema)
        )
        counts = {name: write_table(TABLES[name], _select(connection, name), tables) for name in ARTICLES}
        counts["articles"] = connection.sql("SELECT count(*) FROM articles_pieces").fetchall()[0][0]
        connection.register(
            "articles", open_parquet((tables / "articles").glob("*.parquet"), TABLES["articles"].schema)
        )
        counts["article_revisions"] = write_table(
            TABLES["article_revisions"], _select(connection, "article_revisions"), tables
        )
        return counts


def assemble_extracted(
    staging: Path, tables: Path, seeds_dir: Path, left_out: frozenset[str] = frozenset()
) -> dict[str, int]:
    """Give local entities their corpus-wide identity, and write every table that names them in its final order.

    Args:
        staging: holds one folder of Parquet pieces per table, from the batches.
        tables: the run's ``tables`` folder, with ``articles`` and, where they were matched, ``stories``.
        seeds_dir: the seed files.
        left_out: the ids of articles that do not come into the tables.

    Returns:
        Rows per table.
    """
    with _open_pieces(staging, ("articles", *ASSEMBLED), left_out) as connection:
        _create_stories(connection, tables)
        seeds = load_seeds(seeds_dir)
        resolver = Resolver(_query(connection, "local_entities"), seeds)
        splits, mentions = _split_entities(connection, resolver, seeds)
        connection.register("split_mentions", mentions)
        connection.register("entity_map", resolver.resolve(splits))
        for name in ("splits", "entity_types"):
            connection.sql(read_query(f"assemble/{name}"))
        by_id, by_day = _order_articles(connection)
        return {
            name: write_table(
                TABLES[name], _select_parts(connection, staging, name, by_day if name in _BY_DAY else by_id), tables
            )
            for name in ASSEMBLED
        }


def _order_articles(connection: duckdb.DuckDBPyConnection) -> tuple[list[str], list[str]]:
    """Return the articles in the order of their ids, and in that of their days."""
    rows = connection.sql("SELECT article_id, published_date FROM articles_pieces").fetchall()
    by_day = sorted(rows, key=lambda row: (row[1] is None, row[1] or date.min, row[0]))
    return sorted(article for article, _ in rows), [article for article, _ in by_day]


def _select_parts(
    connection: duckdb.DuckDBPyConnection, staging: Path, name: str, articles: list[str]
) -> Iterator[pa.RecordBatch]:
    """Yield a table's rows in their final order, those of some articles after those of others."""
    size = CLAIMS_ARTICLES_PER_PART if name == "claims" else ARTICLES_PER_PART
    if len(articles) <= size:
        yield from _select(connection, name)
        return
    pieces = _open_piece(staging, name)
    for start in range(0, len(articles), size):
        part = pa.array(articles[start : start + size], pa.string())
        connection.register(f"{name}_pieces", pieces.filter(pc.field("article_id").isin(part)))
        yield from _select(connection, name)


def _split_entities(
    connection: duckdb.DuckDBPyConnection, resolver: Resolver, seeds: Seeds
) -> tuple[dict[str, Contested], pa.Table]:
    """Read the mentions of entities whose surname is contested, and split those whose surname is somebody else's."""
    contested = {who.local_id: who for who in resolver.find_contested()}
    connection.register("contested", pa.table({"local_entity_id": pa.array(sorted(contested), pa.string())}))
    found = split_contested(contested, _query(connection, "contested_mentions"), seeds) if contested else {}
    splits = {make_id("le", local, "surname"): contested[local] for local in found}
    rows = [
        {
            "local_entity_id": local,
            "start": start,
            "split_entity_id": make_id("le", local, "surname") if is_short else None,
        }
        for local, mentions in sorted(found.items())
        for start, is_short in mentions
    ]
    return splits, pa.Table.from_pylist(rows, schema=SPLIT_SCHEMA)


@contextmanager
def _open_pieces(staging: Path, names: Iterable[str], left_out: frozenset[str]) -> Iterator[duckdb.DuckDBPyConnection]:
    """Make tables' pieces readable as ``<name>_pieces``, without the articles that are left out."""
    with duckdb.connect() as connection:
        connection.sql("SET TimeZone = 'UTC'")
        hide_progress(connection)
        connection.sql(f"SET temp_directory = {quote_literal(str(staging / 'spill'))}")
        for name in names:
            pieces = _open_piece(staging, name)
            if left_out and name != "article_revisions":
                pieces = pieces.filter(~pc.is_in(pc.field("article_id"), pa.array(sorted(left_out), pa.string())))
            connection.register(f"{name}_pieces", pieces)
        yield connection


def _open_piece(staging: Path, name: str) -> ds.Dataset:
    return open_parquet((staging / name).glob("*.parquet"), TABLES[name].schema)


def _create_stories(connection: duckdb.DuckDBPyConnection, tables: Path) -> None:
    """Make the stories readable; before they are matched, every article is one of its own."""
    stories = sorted((tables / "stories").glob("*.parquet"))
    if stories:
        connection.register("stories", open_parquet(stories, TABLES["stories"].schema))
    else:
        connection.sql("CREATE VIEW stories AS SELECT article_id, article_id AS story_id FROM articles_pieces")


def _query(connection: duckdb.DuckDBPyConnection, name: str) -> pa.Table:
    return connection.sql(read_query(f"assemble/{name}")).to_arrow_table()


def _select(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[pa.RecordBatch]:
    return iter(connection.sql(read_query(f"assemble/{name}")).to_arrow_reader(ROWS_PER_BATCH))
