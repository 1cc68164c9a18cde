"""metadata.csv: what is known about the .txt and .html files beside it."""

from __future__ import annotations

from pathlib import Path

from flows.readers.base import NOTHING_KNOWN, Context, Fields, InputError, make_uri
from flows.readers.columns import ColumnNames, show_names
from flows.readers.delimited import CsvRow, check_twice, read_rows
from flows.readers.rows import parse_fields
from flows.readers.streams import find_encoding
from transforms.dates import parse_published_at
from transforms.reasons import Reason
from transforms.records import Reject

METADATA_NAME = "metadata.csv"
_FILE = "file"


class MetadataFinder:
    """Finds the row of a file in the metadata.csv of its folder, or of a folder above it up to the input's root.

    Each metadata.csv is read once. ``rejects`` holds its rows that cannot be used; the files they name are read
    without them.
    """

    def __init__(self, context: Context) -> None:
        """Start with no metadata.csv read; the context says how columns are called, and the character set."""
        self._names = ColumnNames(context)
        self._encoding = context.encoding
        self.rejects: list[Reject] = []
        self._tables: dict[Path, dict[str, Fields]] = {}

    def find(self, path: Path, root: Path) -> Fields:
        """Return what is known about a file; the nearest metadata.csv that names it counts."""
        for folder in (path.parent, *path.parent.parents):
            table = self._load(folder)
            if fields := table.get(path.relative_to(folder).as_posix()):
                return fields
            if folder == root:
                break
        return NOTHING_KNOWN

    def _load(self, folder: Path) -> dict[str, Fields]:
        if folder not in self._tables:
            path = folder / METADATA_NAME
            self._tables[folder] = self._read(path) if _is_file(path) else {}
        return self._tables[folder]

    def _read(self, path: Path) -> dict[str, Fields]:
        table: dict[str, Fields] = {}
        columns: list[str] = []
        try:
            for row in read_rows(path, find_encoding(path, self._encoding), self._names, {_FILE}):
                if row.problem is not None and not columns:
                    raise row.problem
                if row.problem is not None:
                    self._reject(path, row.line, row.problem.detail)
                elif columns:
                    self._add_row(path, row, columns, table)
                else:
                    columns = _parse_header(row, self._names)
            if not columns:
                raise InputError(Reason.EMPTY, "the file is empty; name the columns in its first line, or remove it")
        except (InputError, OSError) as error:
            problem = f"{error}; the files are read without it"
            self.rejects.append(Reject(make_uri(path), Reason.BROKEN_METADATA, problem))
        return table

    def _add_row(self, path: Path, row: CsvRow, columns: list[str], table: dict[str, Fields]) -> None:
        by_name = dict(zip(columns, row.cells, strict=True))
        cells = self._names.pick({name: cell for name, cell in by_name.items() if name != _FILE})
        file = by_name[_FILE].strip().removeprefix("./").replace("\\", "/")
        if not file:
            self._reject(path, row.line, "column file is empty; name the file, relative to metadata.csv")
            return
        if file in table:
            self._reject(path, row.line, f"column file: {file} has a row already, the first one counts; remove one")
            return
        if not _is_file(path.parent / file):
            self._reject(path, row.line, f"column file: there is no file {file} beside metadata.csv; correct the name")
            return
        published_at = str(cells.get("published_at", ""))
        try:
            if published_at.strip():
                parse_published_at(published_at, day_first=True)  # whether it is, the article's own check knows
        except ValueError as error:
            self._reject(path, row.line, f"column published_at of {file}: {error}; {file} is kept without a date")
            cells["published_at"] = ""
        table[file] = parse_fields(cells)

    def _reject(self, path: Path, line: int, problem: str) -> None:
        self.rejects.append(Reject(make_uri(path), Reason.BROKEN_METADATA, f"line {line}, {problem}"))


def _is_file(path: Path) -> bool:
    """Whether a path leads to a file; not where a link runs in a circle or a folder may not be entered."""
    try:
        return path.is_file()
    except OSError:
        return False


def _parse_header(row: CsvRow, names: ColumnNames) -> list[str]:
    columns = [_FILE if cell.strip().lower() == _FILE else cell.strip() for cell in row.cells]
    shown = show_names(columns)
    if _FILE not in columns:
        problem = f"line {row.line}: there is no column file in the header ({shown}); name the columns there"
        raise InputError(Reason.NO_TEXT, problem)
    check_twice([name for name in columns if name == _FILE or names.find(name)], shown, f"line {row.line}: ")
    return columns
