"""The reader of web pages."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path

from flows.readers.base import Context, InputError, make_uri
from flows.readers.encodings import is_utf8, mend_stray_bytes, name_declared
from flows.readers.html.page import extract_page
from flows.readers.streams import decode_file, read_bytes
from transforms.reasons import Reason
from transforms.records import RawArticle, Reject
from transforms.repair import mend_page

MAX_PAGE_BYTES = 20_000_000
"""Largest page; also trafilatura's limit."""
MAX_ATTRIBUTES = 200
"""What an element has more is not read: parsers compare each attribute with all others."""
_DECLARED_BYTES = 2048
_DECLARED_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)

_WESTERN = frozenset({"cp1252", "iso8859-1", "iso8859-15", "mac-roman"})

_VALUE = r"(?:\"[^\"]*+\"|'[^']*+'|[^\s<>\"']++)"
_ATTRIBUTE = rf"(?:\s++[^\s=<>\"']++(?:\s*+=\s*+{_VALUE})?+)"
_MORE_ATTRIBUTES = re.compile(rf"(<[a-zA-Z][^\s<>]*+{_ATTRIBUTE}{{{MAX_ATTRIBUTES}}}+){_ATTRIBUTE}++")


class HtmlReader:
    """Reads one article per page, from the saved file only."""

    suffixes = (".html", ".htm", ".xhtml")

    def read(self, path: Path, context: Context) -> Iterator[RawArticle | Reject]:
        """Yield the page's article, and a warning if part of it seems to be missing."""
        text = decode_page(read_bytes(path, MAX_PAGE_BYTES), context.encoding)
        mended, repairs = mend_page(text)
        page = extract_page(_MORE_ATTRIBUTES.sub(r"\1", mended), context.seeds)
        if page is None:
            problem = "no article was found in the page; save the page of one article, or pass its text as .txt"
            raise InputError(Reason.NO_ARTICLE, problem)
        known = context.fill(page.fields)
        yield known.describe(RawArticle(make_uri(path), page.text, marks=page.marks, boxes=page.boxes, repairs=repairs))
        if page.missing:
            problem = f"part of the article seems to be missing: {page.missing}; compare with it, or pass .txt"
            yield Reject(make_uri(path), Reason.PARTIAL_TEXT, problem)


def decode_page(data: bytes, encoding: str | None = None) -> str:
    """Decode a page by its byte order mark, the character set it declares, or the one that is given or found.

    A page that is UTF-8 to its end is UTF-8 whatever Western set it declares, and single bytes of Windows-1252 in a
    page of UTF-8 are read as such.

    Raises:
        InputError: there are null bytes, or bytes that the character set does not have.
    """
    declared = None if data.startswith(codecs.BOM_UTF8) else _DECLARED_CHARSET.search(data[:_DECLARED_BYTES])
    name = name_declared(declared[1].decode("ascii")) if declared else "utf-8"
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = "utf-8"
    # a page that declares UTF-16 in ASCII letters is not UTF-16
    if (
        codec.startswith(("utf", "ascii"))
        or (not data.isascii() and b"\0" in data)
        or (codec in _WESTERN and is_utf8(data))
    ):
        return _decode_found(data, encoding)
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(
            Reason.NOT_UTF8,
            f"byte {error.start} (0x{data[error.start]:02X}) is not {name}, the character set that the page declares;"
            " save the page as UTF-8",
        ) from error


def _decode_found(data: bytes, encoding: str | None) -> str:
    try:
        return decode_file(data, encoding)[0]
    except InputError as problem:
        text = mend_stray_bytes(data) if problem.reason is Reason.NOT_UTF8 else None
        if text is None:
            raise
        return text
