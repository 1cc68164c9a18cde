"""What the command line prints of a run: ad hoc SQL, the data dictionary, figures against gold."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import duckdb
import pyarrow as pa
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from flows.gold import evaluate_gold
from flows.guard import ForbiddenError, connect_locked, parse_query
from flows.show import print_answer
from flows.suggest import ask_for
from transforms.render.dictionary import render_dictionary
from transforms.render.duckdb import duckdb_type
from transforms.tables import TABLES, list_tables

_MAX_NAME = 250
_DAMAGE = (duckdb.IOException, duckdb.InternalException, duckdb.FatalException, duckdb.SerializationException)


class QueryError(ValueError):
    """A query, a table name or an output folder is wrong; the message says what to do."""


@contextmanager
def open_warehouse(out: Path, folder: Path | None = None) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a run's warehouse, read only and locked; it is closed at the end of the ``with``.

    Args:
        out: the output folder.
        folder: the run's own folder in it; that of the published run by default.

    Raises:
        QueryError: there is none in the folder, it cannot be opened, or what is asked of it inside the ``with`` fails
            because it is damaged or was not written by whosaid.
    """
    path = (folder or out) / "warehouse.duckdb"
    if not path.exists():
        near = sorted(found.parent for found in out.glob("*/warehouse.duckdb"))
        hint = (
            f"did you mean --out {near[0]}?"
            if near
            else f"run 'whosaid run INPUT --out {out}' first, or name another --out"
        )
        raise QueryError(f"no warehouse in {out}; {hint}")
    try:
        with connect_locked(path) as connection:
            yield connection
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        raise QueryError(
            f"{path} lacks what this version of whosaid reads ({_first_line(error)}); run whosaid again, or name the "
            "--out of a run"
        ) from error
    except duckdb.Error as error:
        raise QueryError(_describe_damage(path, out, error)) from error


def _describe_damage(path: Path, out: Path, error: duckdb.Error) -> str:
    if "lock" in str(error).lower():
        return f"another program is writing to {path}; close it, or wait, and try again ({_first_line(error)})"
    return (
        f"{path} cannot be read ({_first_line(error)}); 'whosaid check --out {out}' says what is damaged, "
        f"'whosaid repair --out {out}' builds it anew"
    )


def _first_line(error: Exception) -> str:
    return (str(error).splitlines() or [type(error).__name__])[0]


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
    except ValueError as error:  # a null byte, or half a character, in what is taken for a name
        raise QueryError(f"cannot read {query!r}: {error}") from error


def fetch_rows(
    connection: duckdb.DuckDBPyConnection, query: str, params: Sequence[object] = ()
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """Run one reading statement, with the values of its question marks, and return its column names and rows.

    Raises:
        QueryError: it is not one statement, would write, or is no valid SQL.
    """
    with blame_query():
        cursor = connection.execute(parse_query(connection, query), list(params))
        return [d[0] for d in cursor.description or []], cursor.fetchall()


@contextmanager
def blame_query() -> Iterator[None]:
    """Turn what a query itself is to blame for into a `QueryError`; damage of the file passes."""
    try:
        yield
    except ForbiddenError as error:
        raise QueryError(str(error)) from error
    except _DAMAGE:
        raise
    except duckdb.Error as error:
        raise QueryError(str(error)) from error


def print_query(query: str, out: Path, output: str, rows: int, raw: bool = False, full: bool = False) -> None:
    """Run a query and print its rows as a table, CSV or JSON lines.

    Args:
        query: the SQL, or a file that holds it.
        out: the run's output folder.
        output: ``table``, ``csv`` or ``json``.
        rows: how many rows a table shows.
        raw: CSV cells stay as they are, also those that a spreadsheet would take for a formula.
        full: a table's cells are shown whole.
    """
    with open_warehouse(out) as connection:
        names, found = fetch_rows(connection, read_query(query))
    print_answer(names, found, output, rows, raw, full)


def print_evaluation(gold: Path, out: Path, output: str) -> None:
    """Score a run's tables against a gold folder, and print the figures as a table, CSV or JSON."""
    try:
        result = evaluate_gold(gold, out / "tables")
    except (pa.ArrowException, OSError) as error:
        raise QueryError(
            f"{out / 'tables'} cannot be read ({_first_line(error)}); 'whosaid check --out {out}' says what is damaged"
        ) from error
    if output == "json":
        sys.stdout.write(json.dumps(result, indent=1) + "\n")
        return
    names = ["figure", "value", "precision", "recall", "f1", "predicted", "gold"]
    rows = [(name, *(figure.get(n) for n in names[1:])) for name, figure in _flatten_figures(result)]
    print_answer(names, rows, output, len(rows))


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


def print_tables(name: str | None, markdown: bool) -> None:
    """Print the data dictionary, whole or for one table.

    Raises:
        QueryError: there is no table of that name.
    """
    if markdown:
        sys.stdout.write(render_dictionary())
        return
    if name is not None and name not in TABLES:
        raise QueryError(f"no table '{name}'; there are {', '.join(TABLES)}{ask_for(name, TABLES)}")
    console = Console(highlight=False)
    for table in [TABLES[name]] if name else list_tables():
        key = ", ".join(table.key)
        console.print(f"\n[bold]{table.name}[/bold] ({table.layer.value}): {table.grain}; key {key}")
        if table.notes:
            console.print(Text(table.notes))
        grid = RichTable("column", "type", "null", "meaning")
        for column in table.columns:
            grid.add_row(
                column.name, Text(duckdb_type(column)), "yes" if column.nullable else "no", Text(column.description)
            )
        console.print(grid)
