"""Excel workbooks: a header, then one row per article, on any of the sheets."""

from __future__ import annotations

import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from flows.readers.base import Context, Found, InputError
from flows.readers.columns import is_missing, show_names
from flows.readers.delimited import check_columns
from flows.readers.rows import RowReader
from flows.readers.streams import FREE_UNPACKED_BYTES, MAX_UNPACKED_RATIO, check_unpacked, open_seekable
from transforms.reasons import Reason


class WorkbookReader:
    """Reads one article per row of each sheet whose header has a column for the text."""

    suffixes = (".xlsx", ".xlsm")

    def read(self, path: Path, context: Context) -> Iterator[Found]:
        """Yield the articles of the rows, sheet by sheet."""
        from openpyxl import load_workbook

        with open_seekable(path) as stream:
            with _explain_damage():
                with zipfile.ZipFile(stream) as packed:
                    limit = max(FREE_UNPACKED_BYTES, MAX_UNPACKED_RATIO * path.stat().st_size)
                    check_unpacked(sum(member.file_size for member in packed.infolist()), limit)
                book = load_workbook(stream, read_only=True, data_only=True)
            yield from _read_sheets(book, path, context)
            book.close()


@contextmanager
def _explain_damage() -> Iterator[None]:
    """Blame the file for whatever openpyxl stumbles over: it names no errors of its own."""
    try:
        yield
    except InputError:
        raise
    except Exception as error:
        problem = f"the workbook cannot be opened ({str(error)[:200]}); save it again without a password"
        raise InputError(Reason.BROKEN_ARCHIVE, problem) from error


def _iterate_rows(sheet: Any) -> Iterator[tuple[Any, ...]]:
    if hasattr(sheet, "reset_dimensions"):
        sheet.reset_dimensions()  # some programs write that a sheet has one cell
    cells = sheet.iter_rows(values_only=True)
    while True:
        with _explain_damage():
            row = next(cells, None)
        if row is None:
            return
        yield row


def _read_sheets(book: Any, path: Path, context: Context) -> Iterator[Found]:
    rows = RowReader(path, context)
    problems: list[InputError] = []
    is_empty = True
    for sheet in book.worksheets:
        cells = _iterate_rows(sheet)
        header = next((row for row in cells if not all(map(is_missing, row))), None)
        if header is None:
            continue
        columns = ["" if is_missing(name) else str(name).strip() for name in header]
        try:
            check_columns(columns, rows.names, f"sheet {sheet.title}: ")
        except InputError as problem:
            problems.append(problem)
            continue
        rows.note_columns(columns)
        for number, row in enumerate(cells, 2):
            if not all(map(is_missing, row)):
                is_empty = False
                yield from rows.read(dict(zip(columns, row, strict=False)), f"sheet {sheet.title}, row {number}")
    yield from rows.finish()
    if is_empty and problems:
        raise problems[0]
    if is_empty:
        names = show_names(sheet.title for sheet in book.worksheets)
        raise InputError(Reason.EMPTY, f"the workbook has no rows (sheets: {names}); remove it or save it again")
