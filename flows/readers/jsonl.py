"""JSON lines: one object per line."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

from flows.readers.base import Context, InputError, make_uri
from flows.readers.rows import make_raw
from flows.readers.streams import MAX_ARTICLE_BYTES, Line, decode_text, iterate_lines, open_input
from transforms.reasons import Reason
from transforms.records import RawArticle, Reject


class JsonLinesReader:
    """Reads one article per line; a broken line costs that line only."""

    suffixes = (".jsonl", ".ndjson")

    def read(self, path: Path, context: Context) -> Iterator[RawArticle | Reject]:
        """Yield the articles of the lines that are not blank."""
        is_empty = True
        with open_input(path) as stream:
            for line in iterate_lines(stream):
                if line.data is not None and not line.data.strip():
                    continue
                is_empty = False
                try:
                    row = _parse_line(line)
                except InputError as problem:
                    yield Reject(make_uri(path), problem.reason, f"line {line.number}: {problem.detail}")
                else:
                    yield make_raw(row, path, f"line {line.number}", context)
        if is_empty:
            raise InputError(Reason.EMPTY, "the file is empty; remove it or export it again")


def _parse_line(line: Line) -> dict[str, object]:
    if line.data is None:
        problem = f"it is longer than {MAX_ARTICLE_BYTES:,} bytes, more than any article; put one article on each line"
        raise InputError(Reason.TOO_LARGE, problem)
    text = decode_text(line.data, line.offset)
    try:
        value = json.loads(text)
    except json.JSONDecodeError as error:
        problem = f"it is not JSON ({error.msg} at column {error.colno}); write one object on each line"
        raise InputError(Reason.NOT_JSON, problem) from error
    except (ValueError, RecursionError) as error:  # an integer of thousands of digits, brackets nested without end
        problem = f"it cannot be read as JSON ({str(error)[:100]}); write one plain object on each line"
        raise InputError(Reason.NOT_JSON, problem) from error
    if not isinstance(value, dict):
        problem = "it is JSON, but no object; write one object with the key text on each line"
        raise InputError(Reason.NOT_JSON, problem)
    return value
