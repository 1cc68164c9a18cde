"""From the batches' pieces to the extracted tables: corpus-wide entities, one order, few files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.compute as pc

from flows.storage import stream_parquet, write_table
from transforms.entities import resolve_entities
from transforms.tables import TABLES, Table, quote_literal

ASSEMBLED = ("articles", "segments", "mentions", "entities", "claims", "claim_sources", "sentences", "quotes")
"""The tables that come from pieces, one SELECT each in this folder."""

ROWS_PER_BATCH = 50_000


def assemble_extracted(staging: Path, tables: Path, left_out: frozenset[str] = frozenset()) -> dict[str, int]:
    """Give local entities their corpus-wide identity, and write every extracted table in its final order.

    Args:
        staging: holds one folder of Parquet pieces per table, from the batches.
        tables: the run's ``tables`` folder.
        left_out: the ids of articles that do not come into the tables.

    Returns:
        Rows per table.
    """
    entity_map = resolve_entities(_read_pieces(TABLES["entities"], staging, left_out).read_all())
    with duckdb.connect() as connection:
        connection.sql("SET TimeZone = 'UTC'")
        connection.sql("SET enable_progress_bar = false")
        connection.sql(f"SET temp_directory = {quote_literal(str(staging / 'spill'))}")
        connection.register("entity_map", entity_map)
        counts: dict[str, int] = {}
        for name in ASSEMBLED:
            connection.register(f"{name}_pieces", _read_pieces(TABLES[name], staging, left_out))
            counts[name] = write_table(TABLES[name], _select(connection, name), tables)
        return counts


def _read_pieces(table: Table, staging: Path, left_out: frozenset[str]) -> pa.RecordBatchReader:
    """Read a table's pieces one by one, without the articles that are left out."""
    pieces = stream_parquet(sorted((staging / table.name).glob("*.parquet")), table.schema)
    if not left_out:
        return pieces
    ids = pa.array(sorted(left_out), pa.string())
    kept = (batch.filter(pc.invert(pc.is_in(batch["article_id"], ids))) for batch in pieces)
    return pa.RecordBatchReader.from_batches(table.schema, kept)


def _select(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[pa.RecordBatch]:
    query = (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
    return iter(connection.sql(query).to_arrow_reader(ROWS_PER_BATCH))
