"""What the command line prints of a run: ad hoc SQL, the data dictionary, figures against gold."""

from __future__ import annotations

import csv
import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from flows.evaluate import evaluate_gold
from transforms.tables import TABLES, duckdb_type, list_tables, render_dictionary

_CELL_WIDTH = 60
_MIN_COLUMN_WIDTH = 8
_MAX_NAME = 250
_READING = {duckdb.StatementType.SELECT, duckdb.StatementType.EXPLAIN, duckdb.StatementType.PRAGMA}


class QueryError(ValueError):
    """A query, a table name or an output folder is wrong; the message says what to do."""


def open_warehouse(out: Path) -> duckdb.DuckDBPyConnection:
    """Open a run's warehouse read only.

    Raises:
        QueryError: there is none in the folder.
    """
    path = out / "warehouse.duckdb"
    if not path.exists():
        raise QueryError(f"no warehouse in {out}; run 'whosaid run INPUT --out {out}' first, or name another --out")
    connection = duckdb.connect(str(path), read_only=True)
    # DuckDB draws progress bars on standard output, whoever reads it
    connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
    return connection


def read_query(query: str) -> str:
    """Return the SQL: the argument itself, or the content of the file it names."""
    path = Path(query)
    try:
        # a query can be too long for a file's name, and asking for such a file fails
        is_file = path.suffix == ".sql" or (len(query) < _MAX_NAME and path.is_file())
        return path.read_text(encoding="utf-8") if is_file else query
    except OSError as error:
        raise QueryError(f"cannot read {path}: {error.strerror}") from error
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: byte {error.start} is not UTF-8; save the query as UTF-8") from error


def fetch_rows(connection: duckdb.DuckDBPyConnection, query: str) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Run one reading statement and return its column names and rows.

    Raises:
        QueryError: it is not one statement, would write, or is no valid SQL.
    """
    try:
        statements = connection.extract_statements(query)
        if len(statements) != 1:
            raise QueryError(f"expected one statement, found {len(statements)}")
        if statements[0].type not in _READING:
            raise QueryError(
                "only queries are allowed; the warehouse is rebuilt by every run, so changes would be lost"
            )
        cursor = connection.execute(statements[0])
        return [d[0] for d in cursor.description or []], cursor.fetchall()
    except duckdb.Error as error:
        raise QueryError(str(error)) from error


def print_query(query: str, out: Path, output: str, rows: int) -> None:
    """Run a query and print its rows as a table, CSV or JSON lines."""
    with open_warehouse(out) as connection:
        names, found = fetch_rows(connection, read_query(query))
    if output == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerow(names)
        writer.writerows(found)
    elif output == "json":
        for row in found:
            sys.stdout.write(json.dumps(dict(zip(names, row, strict=True)), default=str, ensure_ascii=False) + "\n")
    else:
        _print_table(names, found, rows)


def print_evaluation(gold: Path, out: Path, output: str) -> None:
    """Score a run's tables against a gold folder, and print the figures as a table, CSV or JSON."""
    result = evaluate_gold(gold, out / "tables")
    if output == "json":
        sys.stdout.write(json.dumps(result, indent=1) + "\n")
        return
    names = ["figure", "value", "precision", "recall", "f1", "predicted", "gold"]
    rows = [(name, *(figure.get(n) for n in names[1:])) for name, figure in _flatten_figures(result)]
    if output == "csv":
        writer = csv.writer(sys.stdout, lineterminator="\n")
        writer.writerows([names, *rows])
    else:
        _print_table(names, rows, len(rows))


def _flatten_figures(result: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    for name, value in result.items():
        if isinstance(value, dict) and "f1" not in value:
            yield from ((f"{name}.{inner}", figure) for inner, figure in _flatten_figures(value))
        elif isinstance(value, list):
            yield from (
                (f"{name}.{row['confidence']:.2f}", {"value": row["right"], "gold": row["rows"]}) for row in value
            )
        else:
            yield name, value if isinstance(value, dict) else {"value": value}


def _print_table(names: list[str], found: list[tuple[Any, ...]], rows: int) -> None:
    console = Console(highlight=False)
    if len(names) * _MIN_COLUMN_WIDTH <= console.width:
        table = RichTable(*names)
        for row in found[:rows]:
            table.add_row(*(Text(_shorten(value)) for value in row))
        console.print(table)
    else:
        _print_records(console, names, found[:rows])
    more = f", {len(found) - rows} not shown (--rows, or --format csv)" if len(found) > rows else ""
    console.print(f"{len(found)} row{'' if len(found) == 1 else 's'}{more}")


def _print_records(console: Console, names: list[str], found: list[tuple[Any, ...]]) -> None:
    """Print each row below the other, one column a line: side by side, that many columns would have no room."""
    width = max(map(len, names))
    for number, row in enumerate(found, 1):
        console.print(f"[bold]row {number}[/bold]")
        for name, value in zip(names, row, strict=True):
            console.print(Text(f"  {name:<{width}}  {_shorten(value)}"), soft_wrap=True)


def _shorten(value: object) -> str:
    if value is None:
        return ""
    text = f"{value:.3f}" if isinstance(value, float) else str(value).replace("\n", " ")
    return text if len(text) <= _CELL_WIDTH else text[: _CELL_WIDTH - 1] + "…"


def print_tables(name: str | None, markdown: bool) -> None:
    """Print the data dictionary, whole or for one table.

    Raises:
        QueryError: there is no table of that name.
    """
    if markdown:
        sys.stdout.write(render_dictionary())
        return
    if name is not None and name not in TABLES:
        raise QueryError(f"no table '{name}'; there are {', '.join(TABLES)}")
    console = Console(highlight=False)
    for table in [TABLES[name]] if name else list_tables():
        console.print(f"\n[bold]{table.name}[/bold] ({table.layer.value}): {table.grain}; key {', '.join(table.key)}")
        grid = RichTable("column", "type", "null", "meaning")
        for column in table.columns:
            grid.add_row(
                column.name, Text(duckdb_type(column)), "yes" if column.nullable else "no", Text(column.description)
            )
        console.print(grid)
