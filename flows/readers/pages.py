"""Web pages inside other inputs: columns, feeds, archives. They go through the extraction of saved pages."""

from __future__ import annotations

import re
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from flows.readers.base import Context, Found, InputError, Note
from flows.readers.encodings import BOM, name_declared
from flows.readers.html import HtmlReader
from transforms.records import RawArticle, Reject

_PAGE_START = re.compile(
    r"\s*(?:<\?xml[^<>]*>\s*|<!--.{0,1000}?-->\s*){0,3}<(?:!doctype\s+html|html|body)\b", re.I | re.S
)
_START_CHARS = 4000


def is_page(text: str) -> bool:
    """Whether a text is a whole web page."""
    return _PAGE_START.match(text[:_START_CHARS]) is not None


def read_page(page: str | bytes, uri: str, context: Context, location: str | None = None) -> Iterator[Found]:
    """Yield what the reader of saved pages finds in a page that lies inside another input.

    Args:
        page: text, or bytes in the character set that they declare.
        uri: the input that holds the page.
        context: what the input says about it.
        location: the place in the input.
    """
    data = page if isinstance(page, bytes) else BOM + page.encode("utf-8", "replace")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "page.html"
        path.write_bytes(data)
        try:
            for item in HtmlReader().read(path, context):
                yield _place(item, uri, location)
        except InputError as problem:
            yield _place(Reject(uri, problem.reason, problem.detail), uri, location)


def decode_declared(data: bytes, charset: str | None) -> str | bytes:
    """Decode a page in the character set that its carrier declares, if it fits; else the page's own is found."""
    try:
        return data.decode(name_declared(charset)) if charset else data
    except (LookupError, UnicodeDecodeError):
        return data


def _place(item: Found, uri: str, location: str | None) -> Found:
    if isinstance(item, RawArticle):
        return replace(item, source_uri=uri, location=location)
    if isinstance(item, Note) or not location:
        return replace(item, source_uri=uri)
    return replace(item, source_uri=uri, detail=f"{location}: {item.detail}")
