"""CSV: a header, then one row per article."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.readers.base import Context, InputError, make_uri
from flows.readers.rows import COLUMNS, make_raw
from flows.readers.streams import MAX_ARTICLE_BYTES, Line, iterate_lines, open_input
from transforms.reasons import Reason
from transforms.records import RawArticle, Reject

_DELIMITERS = ",;\t|"
_SNIFF_BYTES = 8192
# bytes that are not UTF-8 come through decoding as these, so that only their row is lost
_ESCAPED_BYTE = re.compile(r"[\udc80-\udcff]")


@dataclass(frozen=True, slots=True)
class CsvRow:
    """A row with the number of its first line; ``problem`` says why it cannot be used."""

    line: int
    cells: list[str]
    problem: InputError | None = None


class CsvReader:
    """Reads one article per row; a broken row costs that row only."""

    suffixes = (".csv", ".tsv")

    def read(self, path: Path, context: Context) -> Iterator[RawArticle | Reject]:
        """Yield the articles of the rows."""
        uri = make_uri(path)
        columns: list[str] = []
        is_empty = True
        for row in read_rows(path):
            if row.problem is not None and not columns:
                raise InputError(row.problem.reason, f"line {row.line}, the header: {row.problem.detail}")
            if row.problem is not None:
                yield Reject(uri, row.problem.reason, f"line {row.line}: {row.problem.detail}")
                is_empty = False
            elif not columns:
                columns = parse_header(row, "text")
            else:
                is_empty = False
                yield make_raw(dict(zip(columns, row.cells, strict=True)), path, f"line {row.line}", context)
        if is_empty:
            raise InputError(Reason.EMPTY, "the file has no rows; remove it or export it again")


def parse_header(row: CsvRow, required: str) -> list[str]:
    """Return the columns' names in lower case.

    Raises:
        InputError: the required column is missing, or a column that is read is there twice.
    """
    columns = [cell.strip().lower() for cell in row.cells]
    shown = ", ".join(columns)[:200]
    if required not in columns:
        problem = f"line {row.line}: there is no column {required} in the header ({shown}); name the columns there"
        raise InputError(Reason.NO_TEXT, problem)
    if twice := next((name for name in (*COLUMNS, required) if columns.count(name) > 1), None):
        problem = f"line {row.line}: the column {twice} is in the header twice ({shown}); rename one"
        raise InputError(Reason.BROKEN_ROW, problem)
    return columns


def read_rows(path: Path) -> Iterator[CsvRow]:
    """Yield the header and the rows of a CSV file, one at a time; blank lines are skipped.

    The delimiter (comma, semicolon, tab or bar) is the one that splits the header into most columns that are read.
    A cell may hold line ends if it is quoted. Where a row is broken (a quotation mark that is never closed, too many
    cells), its first line is given up and reading goes on with the next.
    """
    csv.field_size_limit(MAX_ARTICLE_BYTES)
    with open_input(path) as stream:
        lines = iterate_lines(stream)
        first = next((line for line in lines if line.data is None or line.data.strip()), None)
        if first is None:
            return
        if b"\0" in (first.data or b"")[:_SNIFF_BYTES]:
            raise InputError(Reason.BINARY, "there is a null byte in line 1: this is no text file; export it as CSV")
        yield from _Rows(first, lines)


class _Rows:
    """Parses rows with the csv module, keeping the lines of the current row so as to start again after a broken one."""

    def __init__(self, first: Line, rest: Iterator[Line]) -> None:
        self._waiting: deque[Line] = deque([first])
        self._rest = rest
        self._used: list[Line] = []
        self._delimiter = _find_delimiter(first.data or b"")
        self._width = 0

    def __iter__(self) -> Iterator[CsvRow]:
        parser = self._make_parser()
        while True:
            self._used = []
            try:
                cells = next(parser)
            except StopIteration:
                return
            except csv.Error as error:
                yield self._give_up(error)
                parser = self._make_parser()
                continue
            if cells:
                yield self._check(cells)

    def _make_parser(self) -> Iterator[list[str]]:
        return csv.reader(self._feed(), delimiter=self._delimiter, strict=True)

    def _feed(self) -> Iterator[str]:
        while line := self._waiting.popleft() if self._waiting else next(self._rest, None):
            self._used.append(line)
            if line.data is None:
                raise csv.Error(f"it is longer than {MAX_ARTICLE_BYTES:,} bytes")
            yield line.data.decode("utf-8", "surrogateescape")

    def _give_up(self, error: csv.Error) -> CsvRow:
        """Report the row's first line and hand the lines after it back."""
        first, *others = self._used
        self._waiting.extendleft(reversed(others))
        if first.data is None:
            return CsvRow(first.number, [], InputError(Reason.TOO_LARGE, f"{error}, more than any article; split it"))
        problem = f"the row cannot be read ({error}); check its quotation marks, and double those inside a cell"
        return CsvRow(first.number, [], InputError(Reason.BROKEN_ROW, problem))

    def _check(self, cells: list[str]) -> CsvRow:
        number = self._used[0].number
        self._width = self._width or len(cells)
        if len(cells) != self._width:
            problem = f"the row has {len(cells)} cells, the header {self._width}; quote cells that hold a delimiter"
            return CsvRow(number, cells, InputError(Reason.BROKEN_ROW, problem))
        if any(map(_ESCAPED_BYTE.search, cells)):
            return CsvRow(number, cells, self._name_bad_byte())
        return CsvRow(number, cells)

    def _name_bad_byte(self) -> InputError:
        data = b"".join(line.data or b"" for line in self._used)
        try:
            data.decode("utf-8")
        except UnicodeDecodeError as error:
            offset = self._used[0].offset + error.start
            problem = f"byte {offset} (0x{data[error.start]:02X}) is not UTF-8; save the file as UTF-8"
            return InputError(Reason.NOT_UTF8, problem)
        raise AssertionError("an escaped byte came from bytes that are UTF-8")


def _find_delimiter(header: bytes) -> str:
    names = {*COLUMNS, "file"}
    text = header.decode("utf-8", "replace").lower()

    def count_columns(delimiter: str) -> int:
        return sum(cell.strip().strip('"') in names for cell in text.split(delimiter))

    return max(_DELIMITERS, key=count_columns)
