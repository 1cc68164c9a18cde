"""Types, tables, views and comments of the registry in DuckDB's SQL."""

from __future__ import annotations

import pyarrow as pa

from transforms.schema import BOOL, DATE, FLOAT, INT, REASON_COUNTS, SPANS, STRING, STRINGS, TIMESTAMP, Column, Table

_DUCKDB_TYPES: dict[pa.DataType, str] = {
    STRING: "VARCHAR",
    INT: "BIGINT",
    FLOAT: "DOUBLE",
    BOOL: "BOOLEAN",
    DATE: "DATE",
    TIMESTAMP: "TIMESTAMP WITH TIME ZONE",
    STRINGS: "VARCHAR[]",
    SPANS: 'STRUCT("start" BIGINT, "end" BIGINT)[]',
    REASON_COUNTS: "STRUCT(reason VARCHAR, rejects BIGINT)[]",
}


def duckdb_type(column: Column) -> str:
    """Return the DuckDB type of a column."""
    return _DUCKDB_TYPES[column.type]


def quote_literal(text: str) -> str:
    """Return a text as an SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def render_ddl(table: Table) -> str:
    """Return the CREATE TABLE statement for DuckDB; the table's schema must be there."""
    return f"CREATE TABLE {render_name(table)} ({', '.join(map(_render_column, table.columns))})"


def _render_column(column: Column) -> str:
    null = "" if column.nullable else " NOT NULL"
    compression = f" USING COMPRESSION {column.compression}" if column.compression else ""
    return f'"{column.name}" {duckdb_type(column)}{null}{compression}'


def render_name(table: Table) -> str:
    """Return the table's name with its schema, quoted."""
    return f'"{table.schema_name}"."{table.name}"'


def render_view(table: Table) -> str:
    """Return the CREATE VIEW statement that shows the table in ``main``."""
    return f'CREATE VIEW main."{table.name}" AS SELECT * FROM {render_name(table)}'


def render_comments(table: Table) -> list[str]:
    """Return the COMMENT ON statements of a table, of its view in ``main``, and of their columns."""
    statements: list[str] = []
    for kind, name in (("TABLE", render_name(table)), ("VIEW", f'main."{table.name}"')):
        statements.append(f"COMMENT ON {kind} {name} IS {quote_literal(table.description)}")
        statements += [f'COMMENT ON COLUMN {name}."{c.name}" IS {quote_literal(c.description)}' for c in table.columns]
    return statements
