"""WARC: the pages of a crawl, such as CC-News."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from flows.readers.base import Context, Fields, Found, InputError, make_uri
from flows.readers.html import MAX_PAGE_BYTES
from flows.readers.pages import decode_declared, read_page
from transforms.reasons import Reason
from transforms.records import Reject

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w-]+)", re.IGNORECASE)
_PAGE_TYPES = ("text/html", "application/xhtml+xml")


class WarcReader:
    """Reads one article per page that was answered with status 200 (the ``warc`` extra)."""

    suffixes = (".warc",)

    def read(self, path: Path, context: Context) -> Iterator[Found]:
        """Yield the articles of the pages; records of any other kind are passed over."""
        try:
            from warcio.archiveiterator import ArchiveIterator
            from warcio.exceptions import ArchiveLoadFailed
        except ImportError as error:
            problem = "reading WARC needs the package warcio; pip install 'whosaid[warc]'"
            raise InputError(Reason.UNSUPPORTED_FORMAT, problem) from error
        pages = 0
        # each record is compressed on its own, which warcio undoes
        with path.open("rb") as stream:
            try:
                for number, record in enumerate(ArchiveIterator(stream), 1):
                    if _is_page(record):
                        pages += 1
                        yield from _read_record(record, f"record {number}", make_uri(path), context)
            # AttributeError: warcio takes for granted that a record has an address
            except (ArchiveLoadFailed, EOFError, ValueError, AttributeError) as error:
                problem = f"the archive is damaged after {pages} pages ({str(error)[:200]}); fetch it again"
                raise InputError(Reason.BROKEN_ARCHIVE, problem) from error
        if not pages:
            raise InputError(Reason.NO_ARTICLES, "the archive holds no web page with status 200; pass another one")


def _is_page(record: Any) -> bool:
    if record.rec_type != "response" or record.http_headers is None:
        return False
    kind = (record.http_headers.get_header("Content-Type") or "").split(";")[0].strip().lower()
    return record.http_headers.get_statuscode() == "200" and kind in _PAGE_TYPES


def _read_record(record: Any, location: str, uri: str, context: Context) -> Iterator[Found]:
    url = record.rec_headers.get_header("WARC-Target-URI")
    place = f"{location} ({url})"
    data = record.content_stream().read(MAX_PAGE_BYTES + 1)
    if len(data) > MAX_PAGE_BYTES:
        problem = f"{place}: the page is larger than {MAX_PAGE_BYTES:,} bytes, more than any article; leave it out"
        yield Reject(uri, Reason.TOO_LARGE, problem)
        return
    declared = _CHARSET.search(record.http_headers.get_header("Content-Type") or "")
    page_context = replace(context, defaults=Fields(url=url).or_else(context.defaults))
    yield from read_page(decode_declared(data, declared[1] if declared else None), uri, page_context, place)
