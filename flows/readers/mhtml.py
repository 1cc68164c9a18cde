"""MHTML: a page that a browser saved with all its parts in one file."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from email import message_from_bytes, policy
from pathlib import Path

from flows.readers.base import Context, Fields, Found, InputError, make_uri
from flows.readers.html import MAX_PAGE_BYTES
from flows.readers.pages import decode_declared, read_page
from flows.readers.streams import read_bytes
from transforms.reasons import Reason

_MAX_BYTES = 5 * MAX_PAGE_BYTES


class MhtmlReader:
    """Reads the page of the file; its frames and pictures are left."""

    suffixes = (".mhtml", ".mht")

    def read(self, path: Path, context: Context) -> Iterator[Found]:
        """Yield the page's article."""
        message = message_from_bytes(read_bytes(path, _MAX_BYTES), policy=policy.compat32)
        parts = [part for part in message.walk() if part.get_content_type() in ("text/html", "application/xhtml+xml")]
        url = message.get("Snapshot-Content-Location") or (parts[0].get("Content-Location") if parts else None)
        page = next((part for part in parts if part.get("Content-Location") == url), parts[0] if parts else None)
        if page is None:
            problem = "there is no web page in the file; save the page again, as .html or .mhtml"
            raise InputError(Reason.BROKEN_ARCHIVE, problem)
        data = page.get_payload(decode=True)
        address = Fields(url=str(url) if url else None)
        yield from read_page(
            decode_declared(data if isinstance(data, bytes) else b"", page.get_content_charset()),
            make_uri(path),
            replace(context, defaults=address.or_else(context.defaults)),
        )
