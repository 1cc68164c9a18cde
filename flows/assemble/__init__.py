"""From the batches' pieces to the extracted tables: corpus-wide entities, one order, few files."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa

from flows.storage import read_parquet, write_parquet, write_table
from transforms.entities import resolve_entities
from transforms.tables import TABLES, Table

ASSEMBLED = ("articles", "segments", "mentions", "entities", "claims", "claim_sources", "sentences", "quotes")
"""The tables that come from pieces, one SELECT each in this folder."""

ROWS_PER_BATCH = 50_000


def assemble_extracted(staging: Path, tables: Path) -> dict[str, int]:
    """Give local entities their corpus-wide identity, and write every extracted table in its final order.

    Args:
        staging: holds one folder of Parquet pieces per table, from the batches.
        tables: the run's ``tables`` folder.

    Returns:
        Rows per table.
    """
    entity_map = staging / "entity_map.parquet"
    write_parquet(resolve_entities(_read_pieces(TABLES["entities"], staging)), entity_map)
    with duckdb.connect() as connection:
        connection.sql("SET TimeZone = 'UTC'")
        connection.sql("SET enable_progress_bar = false")
        connection.sql(f"SET temp_directory = '{_literal(staging / 'spill')}'")
        connection.sql(f"CREATE VIEW entity_map AS FROM read_parquet('{_literal(entity_map)}')")
        for name in ASSEMBLED:
            _create_view(connection, TABLES[name], staging)
        return {name: write_table(TABLES[name], _select(connection, name), tables) for name in ASSEMBLED}


def _read_pieces(table: Table, staging: Path) -> pa.Table:
    pieces = sorted((staging / table.name).glob("*.parquet"))
    return read_parquet(pieces) if pieces else table.schema.empty_table()


def _create_view(connection: duckdb.DuckDBPyConnection, table: Table, staging: Path) -> None:
    """Make a table's pieces readable as ``<name>_pieces``; a corpus without articles has none."""
    folder = staging / table.name
    if not any(folder.glob("*.parquet")):
        write_parquet(table.schema.empty_table(), folder / "empty.parquet")
    connection.sql(f"CREATE VIEW {table.name}_pieces AS FROM read_parquet('{_literal(folder)}/*.parquet')")


def _select(connection: duckdb.DuckDBPyConnection, name: str) -> Iterator[pa.RecordBatch]:
    query = (Path(__file__).parent / f"{name}.sql").read_text(encoding="utf-8")
    return iter(connection.sql(query).to_arrow_reader(ROWS_PER_BATCH))


def _literal(path: Path) -> str:
    return str(path).replace("'", "''")
