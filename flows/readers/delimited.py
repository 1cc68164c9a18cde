"""CSV: a header, then one row per article."""

from __future__ import annotations

import csv
import re
from collections import deque
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from flows.readers.base import Context, Found, InputError, Note, NoteKind, make_uri
from flows.readers.columns import LISTING_ADVICE, ColumnNames, fold_name, show_names
from flows.readers.encodings import UTF8
from flows.readers.rows import RowReader
from flows.readers.streams import MAX_ARTICLE_BYTES, Line, find_encoding, iterate_lines, open_recoded
from transforms.reasons import Reason
from transforms.records import Reject

_DELIMITERS = ",;\t|"
_SNIFF_BYTES = 8192
# the first line of a file that Excel wrote says what parts the cells
_SEPARATOR_LINE = re.compile(rb"(?:\xef\xbb\xbf)?\"?sep=(.)\"?\s*", re.IGNORECASE)
_MIN_CELLS = 2
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

    def read(self, path: Path, context: Context) -> Iterator[Found]:
        """Yield the articles of the rows."""
        uri = make_uri(path)
        rows = RowReader(path, context)
        columns: list[str] = []
        is_empty = True
        encoding = find_encoding(path, context.encoding)
        if encoding != UTF8:
            yield Note(uri, NoteKind.ENCODING, encoding)
        for row in read_rows(path, encoding, rows.names):
            if row.problem is not None and not columns:
                raise InputError(row.problem.reason, f"line {row.line}, the header: {row.problem.detail}")
            if row.problem is not None:
                yield Reject(uri, row.problem.reason, f"line {row.line}: {row.problem.detail}")
                is_empty = False
            elif not columns:
                columns = parse_header(row, rows.names)
                rows.note_columns(columns)
            else:
                is_empty = False
                yield from rows.read(dict(zip(columns, row.cells, strict=True)), f"line {row.line}")
        yield from rows.finish()
        if is_empty:
            raise InputError(Reason.EMPTY, "the file has no rows; remove it or export it again")


def parse_header(row: CsvRow, names: ColumnNames) -> list[str]:
    """Return the columns' names as the header writes them, without blanks around them.

    Raises:
        InputError: no column holds the text, or a column that is read is there twice.
    """
    columns = [cell.strip() for cell in row.cells]
    check_columns(columns, names, f"line {row.line}: ")
    return columns


def check_columns(columns: list[str], names: ColumnNames, location: str = "") -> None:
    """Raise `InputError` when no column holds the text, or one that is read is there twice under one name."""
    found = names.find_columns(columns)
    shown = show_names(columns)
    if "text" not in found.values():
        problem = f"{location}no column holds the text, found: {shown}; name the column {names.text_names}, or say"
        problem += " which it is with --columns text=NAME"
        raise InputError(Reason.NO_TEXT, f"{problem}; {LISTING_ADVICE}" if names.is_listing(columns) else problem)
    check_twice([name for name in columns if name in found], shown, location)


def check_twice(columns: list[str], shown: str, location: str) -> None:
    """Raise `InputError` when a column that is read is there twice: which was meant cannot be told."""
    folded = [fold_name(name) for name in columns]
    if twice := next((name for name, key in zip(columns, folded, strict=True) if folded.count(key) > 1), None):
        raise InputError(
            Reason.BROKEN_ROW, f"{location}the column {twice} is in the header twice ({shown}); rename one"
        )


def read_rows(
    path: Path, encoding: str = UTF8, names: ColumnNames | None = None, more_names: Collection[str] = ()
) -> Iterator[CsvRow]:
    """Yield the header and the rows of a CSV file, one at a time; blank lines are skipped.

    The delimiter (comma, semicolon, tab or bar) is the one that splits the header into most columns that are read.
    A cell may hold line ends if it is quoted. Where a row is broken (a quotation mark that is never closed, too many
    cells), its first line is given up and reading goes on with the next, in linear time. A row that lacks cells at its
    end has empty ones there. Where a row is broken only as it escapes marks with a backslash, these are understood from
    there on.

    Args:
        path: the file.
        encoding: its character set.
        names: the columns that are read; without them, ours and the seed's aliases.
        more_names: further names that tell a header.
    """
    csv.field_size_limit(MAX_ARTICLE_BYTES)
    with open_recoded(path, encoding) as stream:
        lines = iterate_lines(stream)
        filled = (line for line in lines if line.data is None or line.data.strip())
        first = next(filled, None)
        said = _SEPARATOR_LINE.fullmatch(first.data) if first and first.data else None
        first = next(filled, None) if said else first
        if first is None:
            return
        if b"\0" in (first.data or b"")[:_SNIFF_BYTES]:
            raise InputError(Reason.BINARY, "there is a null byte in line 1: this is no text file; export it as CSV")
        found = _find_delimiter(first.data or b"", names or ColumnNames(Context()), more_names)
        yield from _Rows(first, lines, said[1].decode("latin-1") if said else found)


class _Rows:
    """Parses rows with the csv module, keeping the lines of the current row so as to start again after a broken one.

    Inside an open quotation mark, what comes next depends on nothing before it: where one row failed, any other that
    is still open when it gets to those lines fails as well, and is not read again. So the time stays linear.
    """

    def __init__(self, first: Line, rest: Iterator[Line], delimiter: str) -> None:
        self._waiting: deque[Line] = deque([first])
        self._rest = rest
        self._used: list[Line] = []
        self._used_bytes = 0
        self._delimiter = delimiter
        self._width = 0
        self._failed_at = 0
        self._failure = ""
        self._escapes = False
        self._tried_at = 0

    def __iter__(self) -> Iterator[CsvRow]:
        parser = self._make_parser()
        while True:
            self._used, self._used_bytes = [], 0
            try:
                cells = next(parser)
            except StopIteration:
                return
            except csv.Error as error:
                number = self._used[0].number
                if not self._tried_at and any(b'\\"' in (line.data or b"") for line in self._used):
                    self._escapes, self._tried_at = True, number
                    self._waiting.extendleft(reversed(self._used))
                else:
                    self._escapes = self._escapes and number != self._tried_at
                    yield self._give_up(error)
                parser = self._make_parser()
                continue
            if cells:
                yield self._check(cells)

    def _make_parser(self) -> Iterator[list[str]]:
        return csv.reader(self._feed(), delimiter=self._delimiter, strict=True)

    def _feed(self) -> Iterator[str]:
        while line := self._take_line():
            if line.data is None:
                raise csv.Error(f"it is longer than {MAX_ARTICLE_BYTES:,} bytes")
            self._used_bytes += len(line.data)
            if self._used_bytes > MAX_ARTICLE_BYTES:
                raise csv.Error(f"a quotation mark is open for more than {MAX_ARTICLE_BYTES:,} bytes")
            text = line.data.decode("utf-8", "surrogateescape")
            yield text.replace('\\"', '""') if self._escapes else text

    def _take_line(self) -> Line | None:
        """Return the next line; asked for a second one of a row, the row is still open."""
        if self._used and self._used[-1].number < self._failed_at:
            raise csv.Error(self._failure)
        line = self._waiting.popleft() if self._waiting else next(self._rest, None)
        if line:
            self._used.append(line)
        return line

    def _give_up(self, error: csv.Error) -> CsvRow:
        """Report the row's first line and hand the lines after it back."""
        first, *others = self._used
        self._waiting.extendleft(reversed(others))
        if others:
            self._failed_at, self._failure = others[-1].number, str(error)
        if first.data is None:
            return CsvRow(first.number, [], InputError(Reason.TOO_LARGE, f"{error}, more than any article; split it"))
        problem = f"the row cannot be read ({error}); check its quotation marks, and double those inside a cell"
        return CsvRow(first.number, [], InputError(Reason.BROKEN_ROW, problem))

    def _check(self, cells: list[str]) -> CsvRow:
        number = self._used[0].number
        self._width = self._width or len(cells)
        if _MIN_CELLS <= len(cells) < self._width:
            cells += [""] * (self._width - len(cells))
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
            byte = f"byte {offset} (0x{data[error.start]:02X})"
            problem = f"{byte} is not UTF-8; save the file as UTF-8, or name its character set with --encoding"
            return InputError(Reason.NOT_UTF8, problem)
        raise AssertionError("an escaped byte came from bytes that are UTF-8")


def _find_delimiter(header: bytes, names: ColumnNames, more_names: Collection[str]) -> str:
    text = header.decode("utf-8", "replace")

    def count_columns(delimiter: str) -> tuple[int, int]:
        cells = [cell.strip().strip('"') for cell in text.split(delimiter)]
        return sum(names.find(cell) is not None or cell.lower() in more_names for cell in cells), len(cells)

    return max(_DELIMITERS, key=count_columns)
