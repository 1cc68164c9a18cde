"""Plain text: the first line is the headline, blank lines separate paragraphs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from flows.readers.base import Context, Found, Note, NoteKind, make_uri
from flows.readers.encodings import UTF8
from flows.readers.streams import MAX_ARTICLE_BYTES, decode_file, read_bytes
from transforms.records import RawArticle


class TextReader:
    """Reads one article per file."""

    suffixes = (".txt", ".text")

    def read(self, path: Path, context: Context) -> Iterator[Found]:
        """Yield the file's article; the whole file is its text."""
        known = context.fill()
        text, encoding = decode_file(read_bytes(path, MAX_ARTICLE_BYTES), context.encoding)
        if encoding != UTF8:
            yield Note(make_uri(path), NoteKind.ENCODING, encoding)
        yield known.describe(RawArticle(make_uri(path), text, headline_in_text=True))
