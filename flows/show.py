"""Rows on a terminal or in a pipe: as a table that fits the window, as CSV, as JSON lines."""

from __future__ import annotations

import csv
import io
import sys
from collections.abc import Sequence
from datetime import datetime

from rich.cells import cell_len, set_cell_size
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from flows.cells import flatten_cell, format_json
from flows.escape import defuse_formula, show_controls, show_controls_in_json

_FRAME = 3
"""Characters that a column's frame and padding take; the last line of the frame is one more."""
_MIN_WIDTH = 8
_LONG_TEXT, _READABLE = 40, 24
"""A column with more characters than the first is a text, of which fewer than the second say nothing."""


Rows = Sequence[Sequence[object]]


def print_answer(
    names: Sequence[str],
    rows: Rows,
    output: str,
    limit: int,
    raw: bool = False,
    full: bool = False,
    readable: bool = False,
) -> None:
    """Print rows as a table, CSV or JSON lines.

    Args:
        names: the columns'.
        rows: their values.
        output: ``table``, ``csv`` or ``json``.
        limit: how many rows a table shows; the others hold all.
        raw: CSV cells stay as they are, also those that a spreadsheet would take for a formula.
        full: a table's cells are shown whole.
        readable: of a table, see `print_rows`.
    """
    if output == "csv":
        _print_csv(names, rows, raw)
    elif output == "json":
        for row in rows:
            sys.stdout.write(show_controls_in_json(format_json(names, row)) + "\n")
    else:
        print_rows(names, rows, limit, full, "--rows, or --format csv", readable)


def _print_csv(names: Sequence[str], rows: Rows, raw: bool) -> None:
    buffer = io.StringIO()
    writer = csv.writer(buffer, lineterminator="\n")
    for row in (tuple(names), *rows):
        cells = map(flatten_cell, row)
        writer.writerow(cells if raw else map(defuse_formula, cells))
        line = buffer.getvalue()
        # a file gets what the article says; a terminal would act on it
        sys.stdout.write(show_controls(line) if sys.stdout.isatty() else line)
        buffer.seek(0)
        buffer.truncate()


def print_rows(
    names: Sequence[str],
    rows: Rows,
    limit: int,
    full: bool = False,
    advice: str = "",
    readable: bool = False,
) -> None:
    """Print rows as a table that fits the terminal, what is too long for its cell cut, and say how many there are.

    Args:
        names: the columns'.
        rows: their values.
        limit: how many rows are shown at most.
        full: cells are shown whole, on as many lines as they need.
        advice: what to do for the rows that are not shown.
        readable: ids are never cut, since a part of one leads nowhere; where texts would have little room beside them,
            each row stands below the other, with its texts whole.
    """
    console = Console(highlight=False)
    labels = [show_controls(name, keep="") for name in names]
    cells = [[write_cell(value) for value in row] for row in rows[:limit]]
    widths = _fit_widths(labels, cells, console.width, readable)
    if widths:
        table = RichTable()
        for label, width in zip(labels, widths, strict=True):
            table.add_column(Text(label), width=width, no_wrap=not full, overflow="fold" if full else "ellipsis")
        for row in cells:
            table.add_row(*map(Text, row))
        console.print(table)
    else:
        _print_records(console, labels, cells, full or readable)
    more = f", {len(rows) - limit:,} not shown{advice and f' ({advice})'}" if len(rows) > limit else ""
    console.print(f"{len(rows):,} row{'' if len(rows) == 1 else 's'}{more}")


def write_cell(value: object) -> str:
    """Return a value as one line without anything that a terminal would act on."""
    if value is None:
        return ""
    if isinstance(value, float):
        return f"{value:.3f}"
    if isinstance(value, datetime):
        return value.isoformat(sep=" ", timespec="minutes").replace("+00:00", "Z")
    return show_controls(" ".join(str(value).split()), keep="")


def _fit_widths(
    labels: Sequence[str], cells: Sequence[Sequence[str]], available: int, readable: bool = False
) -> list[int]:
    """Return the columns' widths; the widest give way until all fit. None where not even their names would."""
    room = available - _FRAME * len(labels) - 1
    needed = [max(map(cell_len, column)) for column in zip(labels, *cells, strict=True)]
    least = [min(width, max(cell_len(label), _MIN_WIDTH)) for label, width in zip(labels, needed, strict=True)]
    if readable:
        least = [
            width if label.endswith("_id") else max(floor, _READABLE) if width > _LONG_TEXT else floor
            for label, width, floor in zip(labels, needed, least, strict=True)
        ]
    if sum(least) > room:
        return []
    low, high = 1, max(needed, default=1)
    while low < high:  # the widest width that no column may pass, so that all of them fit
        middle = (low + high + 1) // 2
        fits = sum(max(floor, min(width, middle)) for floor, width in zip(least, needed, strict=True)) <= room
        low, high = (middle, high) if fits else (low, middle - 1)
    return [max(floor, min(width, low)) for floor, width in zip(least, needed, strict=True)]


def _print_records(console: Console, labels: Sequence[str], cells: Sequence[Sequence[str]], full: bool) -> None:
    """Print each row below the other, one column a line: side by side, that many columns would have no room."""
    width = max(map(cell_len, labels))
    room = max(_MIN_WIDTH, console.width - width - 4)
    for number, row in enumerate(cells, 1):
        console.print(f"[bold]row {number}[/bold]")
        for label, cell in zip(labels, row, strict=True):
            shown = cell if full or cell_len(cell) <= room else set_cell_size(cell, room - 1).rstrip() + "…"
            console.print(Text(f"  {set_cell_size(label, width)}  {shown}"), soft_wrap=True)
