"""Tables and answers as files for other programs: CSV, Excel, Parquet, JSON lines."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date, datetime
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa

from flows.cells import ExportFormat, drop_zone, flatten_cell, format_json
from flows.escape import defuse_formula, show_controls
from flows.frames import Run
from flows.query import QueryError
from flows.storage import OutputError, explain_device, sync_file, write_batches
from flows.suggest import ask_for
from transforms.schema import MODELED, Table
from transforms.tables import TABLES, list_tables

WORKBOOK = "whosaid.xlsx"
"""The one file of an export to Excel."""

_FIRST_EXCEL_YEAR = 1900
_MAX_CELL = 32_767
_MAX_ROWS = 1_048_575
"""Excel's bounds: characters of a cell, and rows of a sheet below its header."""
_LONG_TEXT = 60
_WIDTHS: tuple[tuple[Callable[[pa.DataType], bool], int], ...] = (
    (pa.types.is_timestamp, 19),
    (pa.types.is_string, 28),
    (pa.types.is_list, 28),
)


_SUFFIXES = {
    ".csv": ExportFormat.CSV,
    ".xlsx": ExportFormat.XLSX,
    ".parquet": ExportFormat.PARQUET,
    ".jsonl": ExportFormat.JSON,
    ".json": ExportFormat.JSON,
}


def export_run(
    run: Run, folder: Path, output: ExportFormat, tables: Sequence[str] = ()
) -> Iterator[tuple[Path, str, int]]:
    """Write tables of a run into a folder, one file each; for Excel one workbook with a sheet each.

    Args:
        run: the run.
        folder: is made where there is none; files of the same names are replaced.
        output: the format.
        tables: the tables wanted; the marts and dimensions when none is named.

    Yields:
        The file, the table and the number of its rows.

    Raises:
        QueryError: there is no such table.
        OutputError: the folder cannot be written.
    """
    wanted = tables or [table.name for table in list_tables(*MODELED) if table.name in run.tables]
    for name in wanted:
        if name not in run.tables:
            raise QueryError(f"no table '{name}' in {run.out}{ask_for(name, run.tables)}")
    if output is ExportFormat.XLSX:
        with _Workbook(folder / WORKBOOK) as book:
            for name in wanted:
                with run.stream(*run.select(name)) as reader:
                    yield folder / WORKBOOK, name, book.add_sheet(name, reader)
            book.add_columns([TABLES[name] for name in wanted if name in TABLES])
        return
    suffix = next(suffix for suffix, kind in _SUFFIXES.items() if kind is output)
    for name in wanted:
        path = folder / f"{name}{suffix}"
        with run.stream(*run.select(name)) as reader:
            yield path, name, write_answer(path, reader, name)


def write_answer(path: Path, reader: pa.RecordBatchReader, sheet: str = "answer") -> int:
    """Write rows to a file whose ending says the format, and return how many there were.

    Raises:
        QueryError: the ending is that of no known format.
        OutputError: the file cannot be written.
    """
    output = find_format(path)
    if output is ExportFormat.XLSX:
        with _Workbook(path) as book:
            return book.add_sheet(sheet, reader)
    write = {ExportFormat.CSV: _write_csv, ExportFormat.JSON: _write_json, ExportFormat.PARQUET: _write_parquet}
    with explain_device(path, path.parent):
        _make_folder(path.parent)
        return write[output](path, reader)


def find_format(path: Path) -> ExportFormat:
    """Return the format that a file's ending names.

    Raises:
        QueryError: it names none.
    """
    output = _SUFFIXES.get(path.suffix.lower())
    if output is None:
        raise QueryError(f"{path} does not say its format; end it with {', '.join(_SUFFIXES)}")
    return output


def _make_folder(folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except (FileExistsError, NotADirectoryError) as error:
        raise OutputError(f"{folder} is a file; name a folder") from error


def _list_rows(batch: pa.RecordBatch) -> Iterator[tuple[Any, ...]]:
    return zip(*(column.to_pylist() for column in batch.columns), strict=True)


@contextmanager
def _open_new(path: Path, encoding: str) -> Iterator[TextIO]:
    """Open a text file that appears only when it is complete and on disk."""
    partial = path.with_name(f"{path.name}.partial")
    # half a character, which only a damaged input has, is no reason to lose the file
    with partial.open("w", encoding=encoding, newline="", errors="backslashreplace") as file:
        yield file
    sync_file(partial)
    partial.replace(path)


def _write_parquet(path: Path, reader: pa.RecordBatchReader) -> int:
    batches = list(reader)
    write_batches(reader.schema, batches, path)
    return sum(batch.num_rows for batch in batches)


def _write_csv(path: Path, reader: pa.RecordBatchReader) -> int:
    rows = 0
    with _open_new(path, "utf-8-sig") as file:  # Excel takes a file for UTF-8 only with the byte order mark
        writer = csv.writer(file, lineterminator="\r\n")
        writer.writerow(map(defuse_formula, reader.schema.names))
        for batch in reader:
            writer.writerows([defuse_formula(flatten_cell(value)) for value in row] for row in _list_rows(batch))
            rows += batch.num_rows
    return rows


def _write_json(path: Path, reader: pa.RecordBatchReader) -> int:
    rows = 0
    with _open_new(path, "utf-8") as file:
        for batch in reader:
            file.writelines(format_json(reader.schema.names, row) + "\n" for row in _list_rows(batch))
            rows += batch.num_rows
    return rows


class _Workbook:
    """An Excel workbook, written sheet by sheet and row by row; it appears when it is complete."""

    def __init__(self, path: Path) -> None:
        from openpyxl import Workbook

        self._path = path
        self._book = Workbook(write_only=True)

    def __enter__(self) -> _Workbook:
        return self

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        if kind is not None:
            return
        with explain_device(self._path, self._path.parent):
            _make_folder(self._path.parent)
            partial_path = self._path.with_name(f"{self._path.name}.partial")
            self._book.save(partial_path)
            sync_file(partial_path)
            partial_path.replace(self._path)

    def add_sheet(self, name: str, reader: pa.RecordBatchReader) -> int:
        """Write rows to a sheet, and to further ones where a sheet is full; return how many there were."""
        sheet: Any = None
        rows = 0
        for row in (row for batch in reader for row in _list_rows(batch)):
            if rows % _MAX_ROWS == 0:
                sheet = self._start_sheet(name if not rows else f"{name} ({rows // _MAX_ROWS + 1})", reader.schema)
            sheet.append([_write_excel(sheet, value) for value in row])
            rows += 1
        if sheet is None:
            self._start_sheet(name, reader.schema)
        return rows

    def add_columns(self, tables: Iterable[Table]) -> None:
        """Write the sheet that says what the columns of the others mean."""
        rows = [(t.name, c.name, c.description) for t in tables for c in t.columns]
        schema = pa.schema([(name, pa.string()) for name in ("table", "column", "meaning")])
        columns = [pa.array(column, pa.string()) for column in zip(*rows, strict=True)] or schema.empty_table().columns
        self.add_sheet("columns", pa.Table.from_arrays(columns, schema=schema).to_reader())

    def _start_sheet(self, name: str, schema: pa.Schema) -> Any:
        from openpyxl.styles import Font
        from openpyxl.utils import get_column_letter

        sheet = self._book.create_sheet(name)
        sheet.freeze_panes = "A2"
        sheet.auto_filter.ref = f"A1:{get_column_letter(len(schema))}1"
        for number, field in enumerate(schema, 1):
            sheet.column_dimensions[get_column_letter(number)].width = _find_width(field)
        head = [_write_excel(sheet, field.name, always_cell=True) for field in schema]
        for cell in head:
            cell.font = Font(bold=True)
        sheet.append(head)
        return sheet


def _find_width(field: pa.Field) -> int:
    if any(part in field.name for part in ("text", "statement", "headline", "meaning")):
        return _LONG_TEXT
    return max(len(field.name) + 2, next((width for fits, width in _WIDTHS if fits(field.type)), 10))


def _write_excel(sheet: Any, value: object, always_cell: bool = False) -> Any:
    """Return what a sheet takes: text as text, whatever it looks like; times in UTC, since Excel has no zones."""
    from openpyxl.cell import WriteOnlyCell

    if isinstance(value, datetime):
        value = drop_zone(value)
    elif isinstance(value, float) and not abs(value) < float("inf"):
        value = None
    else:
        value = flatten_cell(value)
    if isinstance(value, date) and value.year < _FIRST_EXCEL_YEAR:
        value = value.isoformat()
    if not isinstance(value, str):
        return value
    text = show_controls(value)
    text = text if len(text) <= _MAX_CELL else text[: _MAX_CELL - 1] + "…"
    is_formula = defuse_formula(text) is not text
    if not (is_formula or always_cell or text.startswith("#")):
        return text
    cell = WriteOnlyCell(sheet, text)
    cell.data_type = "s"
    cell.quotePrefix = is_formula  # Excel would take it for a formula once somebody edits the cell
    return cell
