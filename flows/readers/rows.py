"""A row of a table (JSON object, CSV row, Parquet row, cells of a sheet) to a raw article."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date, datetime
from pathlib import Path

from flows.readers.base import Context, Fields, Found, Note, NoteKind, make_uri
from flows.readers.columns import LISTING_ADVICE, ColumnNames, is_missing, show_names
from flows.readers.pages import is_page, read_page
from transforms.articles import split_byline
from transforms.paragraphs import PARAGRAPH_BREAK
from transforms.reasons import Reason
from transforms.records import RawArticle, Reject
from transforms.repair import Repairs

_MAX_IGNORED = 50
_INNER_NAMES = ("name", "title", "full_name", "fullname", "original", "main", "rendered", "value", "$t", "href", "uri")
"""Where exports keep the words of a value that they write as an object, such as the source of NewsAPI."""
_BLOCK_TEXTS = ("text", "content", "html", "rendered", "value")
_SILENT_BLOCKS = frozenset({"image", "figure", "gallery", "video", "audio", "embed", "ad", "advertisement", "related"})
_ARTICLE_NAMES = frozenset({"title", "headline", "url", "link"})
# NewsAPI and its kind cut texts short
_MAX_CUT_MARK = 60
_CUT_MARK = re.compile(r"\s*(?:…|\.\.\.)?\s*\[\+?\d[\d,]* (?:more )?char(?:acter)?s\]\s*$")


class CellError(ValueError):
    """A cell holds a value of the wrong type; the message names the column."""


class RowReader:
    """Makes articles of the rows of one file, and remembers which of its columns are not read."""

    def __init__(self, path: Path, context: Context) -> None:
        """Take the file and what is known about it."""
        self.names = ColumnNames(context)
        self._uri = make_uri(path)
        self._context = context
        self._ignored: dict[str, None] = {}
        self._seen: set[str] = set()

    def read(self, row: Mapping[str, object], location: str) -> Iterator[Found]:
        """Yield the row's article; a missing text or a value of the wrong type rejects the row.

        A text that is a whole web page goes through the extraction of pages.

        Args:
            row: values by the file's own names.
            location: the place in the file, such as "line 12".
        """
        if not self._seen.issuperset(row):
            self.note_columns(list(row))
        values = self.names.pick(_flatten(row, self.names))
        text = join_paragraphs(values.get("text"))
        if text is None or text != text:
            yield Reject(self._uri, Reason.NO_TEXT, f"{location}: there is no text; {self._advise(row)}")
            return
        repairs = Repairs()
        try:
            if not isinstance(text, str):
                raise CellError(f"text is {_describe(text)}, a string is needed")
            fields = parse_fields(values, repairs)
        except CellError as error:
            yield Reject(self._uri, Reason.BROKEN_ROW, f"{location}: {error}; correct the value")
            return
        if is_page(text):
            given = self._context.given.or_else(fields)
            for item in read_page(text, self._uri, replace(self._context, given=given), location):
                yield mend_article(item, repairs)
            return
        known = self._context.fill(fields)
        is_cut = _CUT_MARK.search(text, max(0, len(text) - _MAX_CUT_MARK))
        mended = repairs.mend(text[: is_cut.start()] if is_cut else text)
        yield known.describe(RawArticle(self._uri, mended, location=location, repairs=repairs.kinds))
        if is_cut:
            problem = "the export holds the beginning of the text only; fetch the rest, or leave the row out"
            yield Reject(self._uri, Reason.PARTIAL_TEXT, f"{location}: {problem}")

    def note_columns(self, names: list[str]) -> None:
        """Remember a row's columns that are not read."""
        if len(self._ignored) >= _MAX_IGNORED:
            return
        self._seen.update(names)
        for name in self.names.list_ignored(names):
            self._ignored.setdefault(name)

    def finish(self) -> Iterator[Note]:
        """Yield what is to be said of the file once it is read."""
        if self._ignored:
            yield Note(self._uri, NoteKind.IGNORED_COLUMNS, show_names(self._ignored))

    def _advise(self, row: Mapping[str, object]) -> str:
        found = show_names(name for name, value in row.items() if name and not is_missing(value)) or "none is filled"
        advice = f"found: {found}; fill {self.names.text_names}, or name the column with --columns text=NAME"
        return f"{advice}; {LISTING_ADVICE}" if self.names.is_listing(row) else advice


def mend_article(item: Found, repairs: Repairs) -> Found:
    """Return an article that the extraction of pages gave with its text mended; anything else as it is."""
    if not isinstance(item, RawArticle):
        return item
    text = repairs.mend(item.text)
    return replace(item, text=text, repairs=repairs.kinds)


def parse_fields(row: Mapping[str, object], repairs: Repairs | None = None) -> Fields:
    """Return the fields of a row by our columns, mended, empty ones as None.

    Raises:
        CellError: a value has a type that its column cannot hold.
    """
    repairs = repairs or Repairs()
    return Fields(
        id=_read_text(row, "id"),
        outlet=repairs.mend_line(_read_text(row, "outlet")),
        published_at=_read_moment(row),
        headline=repairs.mend_line(_read_text(row, "headline")),
        byline=_read_byline(row, repairs),
        url=repairs.mend_line(_read_text(row, "url")),
    )


def _flatten(row: Mapping[str, object], names: ColumnNames) -> Mapping[str, object]:
    """Return the row with the members of its objects beside its own where it has no text itself."""
    if any(names.find(name) and names.find(name)[0] == "text" and not is_missing(value) for name, value in row.items()):  # type: ignore[index]
        return row
    inner = {name: value for member in row.values() if isinstance(member, Mapping) for name, value in member.items()}
    return {**inner, **{name: value for name, value in row.items() if not is_missing(value)}} if inner else row


def join_paragraphs(text: object) -> object:
    """Return as one text what exports write as several: paragraphs, blocks of an editor; anything else as it is."""
    if isinstance(text, Mapping) and isinstance(text.get("rendered"), str):  # as WordPress gives it
        return text["rendered"]
    if not isinstance(text, list) or not text or not all(isinstance(part, str | Mapping) for part in text):
        return text
    if any(isinstance(part, Mapping) and not _ARTICLE_NAMES.isdisjoint(part) for part in text):
        return text  # these are articles
    parts = [part if isinstance(part, str) else _read_block(part) for part in text]
    return PARAGRAPH_BREAK.join(filter(None, parts)) or text


def _read_block(block: Mapping[str, object]) -> str | None:
    """Return the words of an editor's block: {"type": "paragraph", "text": "…"}; none of a picture or an embed."""
    if str(block.get("type", "")).lower() in _SILENT_BLOCKS:
        return None
    return next((value for name in _BLOCK_TEXTS if isinstance(value := block.get(name), str)), None)


def _read_text(row: Mapping[str, object], column: str) -> str | None:
    value = row.get(column)
    if isinstance(value, Mapping):
        value = _find_inner(value) if any(not is_missing(member) for member in value.values()) else None
    if is_missing(value):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)  # pandas turns a column of whole numbers with gaps into floats
    if isinstance(value, str) or (isinstance(value, int) and not isinstance(value, bool)):
        return str(value).strip() or None
    raise CellError(f"{column} is {_describe(row.get(column))}, a string is needed")


def _find_inner(value: Mapping[str, object]) -> object:
    return next((value[name] for name in _INNER_NAMES if isinstance(value.get(name), str)), value)


def _read_moment(row: Mapping[str, object]) -> str | datetime | date | None:
    value = row.get("published_at")
    return value if isinstance(value, date) else _read_text(row, "published_at")


def _read_byline(row: Mapping[str, object], repairs: Repairs) -> tuple[str, ...]:
    value = row.get("byline")
    if not isinstance(value, list | tuple):
        text = repairs.mend_line(_read_text(row, "byline")) or ""
        if text.startswith("[") and text.endswith("]"):  # a list that a CSV export wrote as Python does
            text = "; ".join(re.findall(r"""["']([^"']+)["']""", text))
        return split_byline(text)
    names = [_find_inner(name) if isinstance(name, Mapping) else name for name in value if not is_missing(name)]
    if wrong := next((name for name in names if not isinstance(name, str)), None):
        raise CellError(f"byline holds {_describe(wrong)}, strings are needed")
    return tuple(mended for name in names if (mended := repairs.mend_line(str(name))))


def _describe(value: object) -> str:
    names: dict[type, str] = {dict: "an object", list: "a list", bool: "true or false", float: "a number"}
    return names.get(type(value), f"of type {type(value).__name__}")
