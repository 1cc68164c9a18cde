"""Plain text: the first line is the headline, blank lines separate paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flows.readers.base import Context, make_uri
from flows.readers.streams import MAX_ARTICLE_BYTES, decode_text, read_bytes
from transforms.records import RawArticle, Reject


class TextReader:
    """Reads one article per file."""

    suffixes = (".txt", ".text")

    def read(self, path: Path, context: Context) -> Iterator[RawArticle | Reject]:
        """Yield the file's article; the whole file is its text."""
        known = context.fill()
        yield RawArticle(
            source_uri=make_uri(path),
            text=decode_text(read_bytes(path, MAX_ARTICLE_BYTES)),
            id=known.id,
            outlet=known.outlet,
            url=known.url,
            headline=known.headline,
            headline_in_text=True,
            byline=known.byline,
            published_at=known.published_at,
        )
