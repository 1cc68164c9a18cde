"""A row of a table (JSON object, CSV row, Parquet row) to a raw article."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from pathlib import Path

from flows.readers.base import Context, Fields, make_uri
from transforms.articles import split_byline
from transforms.reasons import Reason
from transforms.records import RawArticle, Reject

COLUMNS = ("id", "outlet", "published_at", "headline", "byline", "url", "text")
"""The columns that are read; only text is required, any others are ignored."""


class CellError(ValueError):
    """A cell holds a value of the wrong type; the message names the column."""


def make_raw(row: Mapping[str, object], path: Path, location: str, context: Context) -> RawArticle | Reject:
    """Return the row's article; a missing text or a value of the wrong type rejects the row.

    Args:
        row: values by column.
        path: the file.
        location: the place in the file, such as "line 12".
        context: fills what the row lacks.
    """
    uri = make_uri(path)
    text = row.get("text")
    if text is None or text != text:  # NaN is how pandas writes a missing text
        detail = f"{location}: there is no text; fill the column text or remove the row"
        return Reject(uri, Reason.NO_TEXT, detail)
    try:
        if not isinstance(text, str):
            raise CellError(f"text is {_describe(text)}, a string is needed")
        known = context.fill(parse_fields(row))
    except CellError as problem:
        return Reject(uri, Reason.BROKEN_ROW, f"{location}: {problem}; correct the value")
    return RawArticle(
        source_uri=uri,
        text=text,
        id=known.id,
        outlet=known.outlet,
        url=known.url,
        headline=known.headline,
        byline=known.byline,
        published_at=known.published_at,
        location=location,
    )


def parse_fields(row: Mapping[str, object]) -> Fields:
    """Return the fields of a row, empty ones as None.

    Raises:
        CellError: a value has a type that its column cannot hold.
    """
    return Fields(
        id=_read_text(row, "id"),
        outlet=_read_text(row, "outlet"),
        published_at=_read_moment(row),
        headline=_read_text(row, "headline"),
        byline=_read_byline(row),
        url=_read_text(row, "url"),
    )


def _is_missing(value: object) -> bool:
    return value is None or value != value or value == ""


def _read_text(row: Mapping[str, object], column: str) -> str | None:
    value = row.get(column)
    if _is_missing(value):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # pandas turns a column of whole numbers with gaps into floats
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value).strip() or None
    raise CellError(f"{column} is {_describe(value)}, a string is needed")


def _read_moment(row: Mapping[str, object]) -> str | datetime | date | None:
    value = row.get("published_at")
    return value if isinstance(value, date) else _read_text(row, "published_at")


def _read_byline(row: Mapping[str, object]) -> tuple[str, ...]:
    value = row.get("byline")
    if isinstance(value, list | tuple):
        names = [name for name in value if not _is_missing(name)]
        if wrong := next((name for name in names if not isinstance(name, str)), None):
            raise CellError(f"byline holds {_describe(wrong)}, strings are needed")
        return tuple(map(str, names))
    return split_byline(_read_text(row, "byline") or "")


def _describe(value: object) -> str:
    names: dict[type, str] = {dict: "an object", list: "a list", bool: "true or false", float: "a number"}
    return names.get(type(value), f"of type {type(value).__name__}")
