"""RSS and Atom files: one article per entry."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from flows.readers.base import Context, Fields, Found, InputError, make_uri
from flows.readers.pages import read_page
from flows.readers.rows import mend_article
from flows.readers.streams import read_bytes
from transforms.articles import split_byline
from transforms.reasons import Reason
from transforms.records import RawArticle, Reject
from transforms.repair import RepairKind, Repairs

MAX_FEED_BYTES = 100_000_000
"""Longest feed: it is held as a whole."""


class FeedReader:
    """Reads the entries of a saved feed, from the file only."""

    suffixes = (".rss", ".atom", ".xml")

    def read(self, path: Path, context: Context) -> Iterator[Found]:
        """Yield the entries' articles; one that holds a summary only is kept, and a row says so."""
        # a tenth of a second that a run over text files need not pay
        import feedparser

        data = read_bytes(path, MAX_FEED_BYTES)
        # feedparser takes bytes for the name of a file if there is one, a stream for what it is
        feed = feedparser.parse(io.BytesIO(data), sanitize_html=False, resolve_relative_uris=False)
        if not feed.entries:
            why = f" ({feed.bozo_exception})" if feed.bozo else ""
            problem = f"the file is no feed with entries{why}; save an RSS or Atom feed, or another format"
            raise InputError(Reason.NO_ARTICLES if feed.version else Reason.BROKEN_FEED, problem)
        outlet = feed.feed.get("title")
        for number, entry in enumerate(feed.entries, 1):
            yield from _read_entry(entry, outlet, make_uri(path), f"entry {number}", context)
        if feed.bozo and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
            problem = f"the feed is broken ({str(feed.bozo_exception)[:200]}): entries may be missing; fetch it again"
            yield Reject(make_uri(path), Reason.BROKEN_FEED, problem)


def _read_entry(entry: Any, outlet: str | None, uri: str, location: str, context: Context) -> Iterator[Found]:
    contents = [content.get("value", "") for content in entry.get("content", ())]
    full = max(contents, key=len, default="")
    text = full or entry.get("summary", "")
    fields = _collect_fields(entry, outlet)
    if not text.strip():
        problem = f"{location}: there is no text; found: {', '.join(sorted(entry))[:200]}; fetch the page of the entry"
        yield Reject(uri, Reason.NO_TEXT, problem)
        return
    yield from read_entry(text, bool(full), fields, uri, location, context, "fetch the page for the whole article")


def read_entry(
    text: str, is_whole: bool, fields: Fields, uri: str, location: str, context: Context, advice: str
) -> Iterator[Found]:
    """Yield the article that a feed's entry holds.

    Args:
        text: what the entry holds, tags and all.
        is_whole: whether the feed calls it the whole article.
        fields: what else the entry says, not repaired.
        uri: the input that holds the entry.
        location: the place in the input.
        context: what the input says about it.
        advice: what is to be said of a text that is not the whole.
    """
    repairs = Repairs()
    fields = _mend_fields(fields, repairs)
    known = context.fill(fields)
    mended = repairs.mend(text)
    page_context = replace(context, given=context.given.or_else(fields))
    found = list(_extract(text, page_context, uri, location)) if RepairKind.TAGS in repairs.kinds else []
    if any(isinstance(item, RawArticle) for item in found):
        yield from (mend_article(item, repairs) for item in found)
    else:
        kinds = tuple(kind for kind in repairs.kinds if kind is not RepairKind.TAGS)
        yield known.describe(RawArticle(uri, mended, location=location, repairs=kinds))
    if not is_whole:
        yield Reject(uri, Reason.PARTIAL_TEXT, f"{location}: the feed holds a summary only; {advice}")


def _extract(text: str, context: Context, uri: str, location: str) -> Iterator[Found]:
    """Read an entry as the page that it would be: what is no prose of an article is told there."""
    page = f"<html><head></head><body><article>{text}</article></body></html>"
    return read_page(page, uri, context, location)


def _collect_fields(entry: Any, outlet: str | None) -> Fields:
    source = entry.get("source") or {}
    authors = [author.get("name") for author in entry.get("authors", ()) if author.get("name")]
    return Fields(
        id=entry.get("id"),
        outlet=source.get("title") or outlet,
        published_at=entry.get("published") or entry.get("updated"),
        headline=entry.get("title"),
        byline=tuple(authors or ([entry.author] if entry.get("author") else [])),
        url=entry.get("link"),
    )


def _mend_fields(fields: Fields, repairs: Repairs) -> Fields:
    return replace(
        fields,
        outlet=repairs.mend_line(fields.outlet),
        headline=repairs.mend_line(fields.headline),
        byline=tuple(name for line in fields.byline for name in split_byline(repairs.mend_line(line) or "")),
    )
