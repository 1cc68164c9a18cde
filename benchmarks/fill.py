"""Write tables of the registry from rows that hold some of their columns."""

from __future__ import annotations

from pathlib import Path

import duckdb

from flows.storage import write_table
from transforms.render.duckdb import duckdb_type
from transforms.schema import Column, Table

_FILL = {
    "VARCHAR": "'x'",
    "BIGINT": "0",
    "DOUBLE": "1.0",
    "BOOLEAN": "true",
    "TIMESTAMP WITH TIME ZONE": "TIMESTAMPTZ '2026-09-01 00:00:00+00'",
}


def write_filled(connection: duckdb.DuckDBPyConnection, table: Table, source: str | None, folder: Path) -> None:
    """Write ``table`` into ``folder`` with the rows of the relation ``source``; columns it lacks hold one value."""
    made = {row[0] for row in connection.sql(f"DESCRIBE {source}").fetchall()} if source else set()
    values = [f'"{c.name}"' if c.name in made else _fill_cell(c) for c in table.columns]
    cells = ", ".join(f'{value} AS "{name}"' for value, name in zip(values, table.column_names, strict=True))
    rows = connection.sql(f"SELECT {cells} FROM {source}" if source else f"SELECT {cells} WHERE false")
    write_table(table, rows.to_arrow_reader(65_536), folder)


def _fill_cell(column: Column) -> str:
    kind = duckdb_type(column)
    if column.nullable:
        return f"NULL::{kind}"
    if column.allowed:
        return f"'{column.allowed[0]}'"
    return f"{_FILL.get(kind, '[]')}::{kind}"
