"""JSON: lines with an object each, an array of objects, or an object that holds a list of them."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import BinaryIO

from flows.readers.base import Context, Found, InputError, Note, NoteKind, make_uri
from flows.readers.columns import ColumnNames
from flows.readers.encodings import BOM, UTF8
from flows.readers.rows import RowReader, join_paragraphs
from flows.readers.streams import (
    MAX_ARTICLE_BYTES,
    Line,
    decode_text,
    find_encoding,
    iterate_lines,
    open_recoded,
)
from transforms.reasons import Reason
from transforms.records import Reject

MAX_JSON_BYTES = 500_000_000
"""Longest JSON file that is one object: it is held as a whole, arrays and lines are not."""

_CHUNK_CHARS = 65_536
_MAX_DEPTH = 3
_BLANK = " \t\r\n"
_Rows = tuple[str, list[tuple[str, object]]]


class JsonLinesReader:
    """Reads one article per line; a broken line costs that line only."""

    suffixes = (".jsonl", ".ndjson")

    def read(self, path: Path, context: Context) -> Iterator[Found]:
        """Yield the articles of the lines that are not blank."""
        rows = RowReader(path, context)
        is_empty = True
        encoding = find_encoding(path, context.encoding)
        if encoding != UTF8:
            yield Note(make_uri(path), NoteKind.ENCODING, encoding)
        with open_recoded(path, encoding) as stream:
            for line in iterate_lines(stream):
                if line.data is not None and not line.data.strip():
                    continue
                is_empty = False
                try:
                    row = _parse_line(line)
                except InputError as problem:
                    yield Reject(make_uri(path), problem.reason, f"line {line.number}: {problem.detail}")
                else:
                    yield from rows.read(row, f"line {line.number}")
        yield from rows.finish()
        if is_empty:
            raise InputError(Reason.EMPTY, "the file is empty; remove it or export it again")


class JsonReader:
    """Reads a JSON document: an array of articles, an object that is one or holds a list of them, or JSON lines."""

    suffixes = (".json",)

    def read(self, path: Path, context: Context) -> Iterator[Found]:
        """Yield the articles, one element of an array at a time."""
        rows = RowReader(path, context)
        encoding = find_encoding(path, context.encoding)
        with open_recoded(path, encoding) as stream:
            first = _find_first(stream)
        if not first:
            raise InputError(Reason.EMPTY, "the file is empty; remove it or export it again")
        if first == b"{":
            yield from self._read_object(path, context, encoding)
            return
        if encoding != UTF8:
            yield Note(make_uri(path), NoteKind.ENCODING, encoding)
        if first != b"[":
            raise InputError(Reason.NOT_JSON, "it begins with neither [ nor {: this is no JSON; export it again")
        number = 0
        with open_recoded(path, encoding) as stream:
            for number, value in enumerate(_iterate_array(stream), 1):
                yield from _read_element(rows, value, f"element {number}", make_uri(path))
        yield from rows.finish()
        if not number:
            raise InputError(Reason.EMPTY, "the array is empty; remove the file or export it again")

    def _read_object(self, path: Path, context: Context, encoding: str) -> Iterator[Found]:
        with open_recoded(path, encoding) as stream:
            data = stream.read(MAX_JSON_BYTES + 1)
        if len(data) > MAX_JSON_BYTES:
            problem = f"one JSON object of more than {MAX_JSON_BYTES:,} bytes; write one article on each line (.jsonl)"
            raise InputError(Reason.TOO_LARGE, problem)
        try:
            value = _load(decode_text(data), "the file")
        except InputError:
            if not _holds_lines(data):
                raise
            yield from JsonLinesReader().read(path, context)  # which says of each line what is wrong
            return
        rows = RowReader(path, context)
        if encoding != UTF8:
            yield Note(make_uri(path), NoteKind.ENCODING, encoding)
        if isinstance(value, Mapping):
            for location, element in find_rows(value, rows.names):
                yield from _read_element(rows, element, location, make_uri(path))
        yield from rows.finish()


def find_rows(value: Mapping[str, object], names: ColumnNames) -> Iterator[tuple[str, object]]:
    """Yield the articles of a JSON object, with their places: itself, the lists that it holds, or its columns."""
    texts = [name for name, column in names.find_columns(value).items() if column == "text"]
    table = next((value[name] for name in texts if _is_column(value[name])), None)
    lists = _find_lists(value, names)
    if isinstance(table, Mapping):  # as pandas writes a frame: whole columns by the rows' numbers
        for key in table:
            yield f"row {key}", {name: cells.get(key) for name, cells in value.items() if isinstance(cells, Mapping)}
    elif not lists or any(isinstance(join_paragraphs(value[name]), str) for name in texts):
        yield "the object", value
    else:
        for path, elements in lists:
            for place, element in elements:
                yield f"{path} {place}".strip(), element


def _is_column(value: object) -> bool:
    return isinstance(value, Mapping) and bool(value) and all(str(key).isdigit() for key in value)


def _find_lists(value: Mapping[str, object], names: ColumnNames) -> list[_Rows]:
    """Return the shallowest lists of objects with text inside, or the longest list of objects where none has any."""
    longest: _Rows | None = None
    level: list[tuple[str, object]] = [("", value)]
    for _ in range(_MAX_DEPTH + 1):
        found = [(path, rows) for path, member in level if (rows := _list_rows(member, names))]
        if with_text := [one for one in found if any(_holds_text(row, names) for _, row in one[1])]:
            return with_text
        longest = longest or max(found, key=lambda one: len(one[1]), default=None)
        level = [
            (str(name), inner) for _, member in level if isinstance(member, Mapping) for name, inner in member.items()
        ]
    return [longest] if longest else []


def _list_rows(value: object, names: ColumnNames) -> list[tuple[str, object]]:
    """Return what a list holds by its number, and objects of one kind by their keys; nothing of anything else."""
    if isinstance(value, list):
        is_list = any(isinstance(element, Mapping) for element in value)
        return [(str(number), element) for number, element in enumerate(value, 1)] if is_list else []
    if not isinstance(value, Mapping) or len(value) < 2 or not all(isinstance(v, Mapping) for v in value.values()):
        return []
    texts = [{n for n, c in names.find_columns(v).items() if c == "text"} for v in value.values()]
    return [(str(key), element) for key, element in value.items()] if set.intersection(*texts) else []


def _holds_text(row: object, names: ColumnNames) -> bool:
    """Whether an object has a text, or one of its objects has."""
    if not isinstance(row, Mapping):
        return False
    members = [row, *(member for member in row.values() if isinstance(member, Mapping))]
    return any("text" in names.find_columns(member).values() for member in members)


def _read_element(rows: RowReader, value: object, location: str, uri: str) -> Iterator[Found]:
    if isinstance(value, Mapping):
        yield from rows.read(value, location)
    else:
        problem = f"{location}: it is no object; write an array of objects with the key text"
        yield Reject(uri, Reason.NOT_JSON, problem)


def _find_first(stream: BinaryIO) -> bytes:
    """Return the first byte that is not blank."""
    data = stream.read(_CHUNK_CHARS).removeprefix(BOM).lstrip()
    while not data and (chunk := stream.read(_CHUNK_CHARS)):
        data = chunk.lstrip()
    return data[:1]


def _holds_lines(data: bytes) -> bool:
    """Whether the first line is an object of its own."""
    line = data.removeprefix(BOM).lstrip().split(b"\n", 1)[0]
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False


def _iterate_array(stream: BinaryIO) -> Iterator[object]:
    """Yield the elements of a JSON array without holding more than one, in linear time.

    Raises:
        InputError: the array is broken; the elements before are yielded.
    """
    text = io.TextIOWrapper(stream, "utf-8-sig", "surrogateescape", newline="")
    buffer = _ArrayBuffer(text)
    buffer.skip_blank()
    buffer.place += 1
    number = 0
    while (sign := buffer.skip_blank()) != "]":
        number += 1
        if number > 1:
            if sign != ",":
                raise buffer.fail(number, "a comma or ] is missing")
            buffer.place += 1
            buffer.skip_blank()
        yield buffer.read_value(number)


class _ArrayBuffer:
    """The part of an array's text that is being read."""

    def __init__(self, source: io.TextIOBase) -> None:
        self._source = source
        self._text = ""
        self.place = 0
        self._decoder = json.JSONDecoder()

    def skip_blank(self) -> str:
        """Go to the next sign that is not blank and return it, or nothing at the end."""
        while True:
            while self.place < len(self._text) and self._text[self.place] in _BLANK:
                self.place += 1
            if self.place < len(self._text) or not self._grow(_CHUNK_CHARS):
                return self._text[self.place : self.place + 1]

    def read_value(self, number: int) -> object:
        """Read one value; where it does not end in the text at hand, twice as much is taken in."""
        while True:
            try:
                value, end = self._decoder.raw_decode(self._text, self.place)
            except (ValueError, RecursionError) as error:
                size = len(self._text) - self.place
                if size > MAX_ARTICLE_BYTES or not self._grow(max(size, _CHUNK_CHARS)):
                    raise self.fail(number, str(error)[:100]) from error
                continue
            # a number may go on in what has not been read
            if end < len(self._text) or not self._grow(_CHUNK_CHARS):
                self.place = end
                return value

    def fail(self, number: int, problem: str) -> InputError:
        return InputError(
            Reason.NOT_JSON, f"element {number} cannot be read ({problem}); what follows is lost, correct it"
        )

    def _grow(self, size: int) -> bool:
        more = self._source.read(size)
        self._text, self.place = self._text[self.place :] + more, 0
        return bool(more)


def _parse_line(line: Line) -> dict[str, object]:
    if line.data is None:
        problem = f"it is longer than {MAX_ARTICLE_BYTES:,} bytes, more than any article; put one article on each line"
        raise InputError(Reason.TOO_LARGE, problem)
    value = _load(decode_text(line.data, line.offset), "it")
    if not isinstance(value, dict):
        problem = "it is JSON, but no object; write one object with the key text on each line"
        raise InputError(Reason.NOT_JSON, problem)
    return value


def _load(text: str, what: str) -> object:
    try:
        return json.loads(text)
    except json.JSONDecodeError as error:
        problem = f"{what} is not JSON ({error.msg} at column {error.colno}); write one object on each line"
        raise InputError(Reason.NOT_JSON, problem) from error
    except (ValueError, RecursionError) as error:  # an integer of thousands of digits, brackets nested without end
        problem = f"{what} cannot be read as JSON ({str(error)[:100]}); write one plain object on each line"
        raise InputError(Reason.NOT_JSON, problem) from error
