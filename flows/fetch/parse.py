"""What a feed or sitemap names: RSS, Atom, JSON feeds, sitemaps, and indexes of sitemaps."""

from __future__ import annotations

import gzip
import io
import json
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urljoin

from lxml import etree, html

from flows.fetch.addresses import AddressError, canonicalise
from flows.fetch.http import Response

MAX_ENTRIES = 100_000
"""Entries of one feed or sitemap; by its standard, a sitemap has 50,000."""
_JSON_FEED = "jsonfeed.org/version/"
_SITEMAP_ROOTS = ("urlset", "sitemapindex")
_MAX_FIELD = 2000
_MAX_CONTENT = 2_000_000


@dataclass(frozen=True, slots=True)
class Entry:
    """An article that a feed names. ``stamp`` changes when the feed says that the article did.

    ``address`` is where the page is, ``key`` its canonical form, or the entry's own id where it has no page.
    ``content`` is what the feed itself holds of the text, ``is_whole`` whether it calls that the whole of it.
    """

    key: str
    address: str | None
    headline: str | None = None
    published_at: str | None = None
    byline: tuple[str, ...] = ()
    stamp: str = ""
    content: str = ""
    is_whole: bool = False


@dataclass(slots=True)
class Listing:
    """What a feed or sitemap holds: entries, further sitemaps, and what is wrong with it."""

    entries: list[Entry] = field(default_factory=list)
    sitemaps: list[tuple[str, str]] = field(default_factory=list)
    problems: list[str] = field(default_factory=list)
    is_broken: bool = False

    def add(self, address: str | None, base: str, own_id: str = "", **known: Any) -> None:
        """Add an entry; one without a page that may be fetched, and without text, is a problem; so is one cut short."""
        if len(known.get("content", "")) > _MAX_CONTENT:
            self.problems.append(f"entry {own_id[:200] or address}: its text is cut behind {_MAX_CONTENT:,} characters")
            known["content"] = known["content"][:_MAX_CONTENT]
        full = urljoin(base, address.strip()) if address else None
        key = f"{base}#{own_id[:_MAX_FIELD]}" if own_id else ""
        if full:
            try:
                key = canonicalise(full)
            except AddressError as error:
                self.problems.append(f"entry {own_id or full[:200]}: {error}")
                full = None
        if full or (key and known.get("content")):
            self.entries.append(Entry(key, full, **known))
        elif not address:
            self.problems.append(f"entry {own_id[:200] or '?'}: it has neither an address nor a text")

    def note_more(self, count: int) -> None:
        """Say so where a feed has more entries than are looked at."""
        if count > MAX_ENTRIES:
            self.problems.append(f"it has {count:,} entries; the first {MAX_ENTRIES:,} are looked at")


class NoListingError(ValueError):
    """What was fetched is neither a feed nor a sitemap; the message says what it is."""


def parse_listing(response: Response) -> Listing:
    """Return what a feed or sitemap names.

    Raises:
        NoListingError: it is neither.
    """
    body = _unpack(response.body)
    start = body.lstrip(b"\xef\xbb\xbf \t\r\n")[:1]
    if not start:
        raise NoListingError("the answer is empty")
    if start == b"{":
        return _parse_json(body, response.address)
    if (root := _find_root(body)) in _SITEMAP_ROOTS:
        return _parse_sitemap(body, response.address)
    if root == "html":
        raise NoListingError(_describe_page(body, response.address))
    return _parse_feed(body, response)


def _unpack(body: bytes) -> bytes:
    """Unpack a sitemap that was stored packed; it may become fifty million bytes."""
    if not body.startswith(b"\x1f\x8b"):
        return body
    try:
        with gzip.open(io.BytesIO(body)) as packed:
            data = packed.read(50_000_001)
    except (OSError, EOFError, zlib.error) as error:
        raise NoListingError(f"the packed answer is damaged ({error})") from error
    if len(data) > 50_000_000:
        raise NoListingError("the answer unpacks to more than 50,000,000 bytes")
    return data


def _find_root(body: bytes) -> str | None:
    """Return the local name of the first element, lower case; None where there is none."""
    try:
        events = etree.iterparse(io.BytesIO(body), events=("start",), **_SAFE)
        _, element = next(iter(events))
    except (etree.XMLSyntaxError, StopIteration):
        return "html" if body[:1000].lower().lstrip().startswith((b"<!doctype html", b"<html")) else None
    return str(etree.QName(element).localname).lower()


_SAFE: dict[str, Any] = {"resolve_entities": False, "no_network": True, "load_dtd": False, "recover": True}


def _parse_json(body: bytes, base: str) -> Listing:
    try:
        feed = json.loads(body)
    except (ValueError, RecursionError) as error:
        raise NoListingError(f"it begins like JSON and is none ({error})") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or _JSON_FEED not in str(feed.get("version")):
        raise NoListingError("it is JSON, and no JSON feed")
    listing = Listing()
    listing.note_more(len(items))
    for item in items[:MAX_ENTRIES]:
        if not isinstance(item, dict):
            listing.problems.append("an entry is no object")
            continue
        authors = item.get("authors") or ([item["author"]] if isinstance(item.get("author"), dict) else [])
        names = [a.get("name") for a in authors if isinstance(a, dict)] if isinstance(authors, list) else []
        whole = _text(item, "content_html") or _text(item, "content_text")
        listing.add(
            _text(item, "url") or _text(item, "external_url") or None,
            base,
            str(item.get("id") or ""),
            headline=_text(item, "title")[:_MAX_FIELD] or None,
            published_at=_text(item, "date_published") or None,
            byline=tuple(str(name)[:_MAX_FIELD] for name in names if name),
            stamp=_text(item, "date_modified") or _text(item, "date_published"),
            content=whole or _text(item, "summary"),
            is_whole=bool(whole),
        )
    return listing


def _text(item: Mapping[str, Any], name: str) -> str:
    value = item.get(name)
    return value.strip() if isinstance(value, str) else ""


def _parse_sitemap(body: bytes, base: str) -> Listing:
    listing = Listing()
    events = etree.iterparse(io.BytesIO(body), events=("end",), **_SAFE)
    try:
        for _, element in events:
            name = etree.QName(element).localname
            if name not in ("url", "sitemap"):
                continue
            known = dict(_list_leaves(element))
            if len(listing.entries) + len(listing.sitemaps) >= MAX_ENTRIES:
                listing.problems.append(f"it names more than {MAX_ENTRIES:,} addresses; the rest is not looked at")
                break
            if name == "sitemap":
                listing.sitemaps.append((urljoin(base, known.get("loc", "")), known.get("lastmod", "")))
            else:
                published = known.get("publication_date")
                headline = known.get("title")
                stamp = known.get("lastmod", "") or published or ""
                listing.add(known.get("loc"), base, headline=headline, published_at=published, stamp=stamp)
            element.clear()
    except etree.XMLSyntaxError as error:
        listing.is_broken = True
        listing.problems.append(f"the sitemap is broken ({str(error)[:200]}): addresses may be missing")
    if events.error_log and not listing.is_broken:
        listing.is_broken = True
        listing.problems.append(f"the sitemap is broken ({events.error_log[0].message[:200]})")
    return listing


def _list_leaves(element: etree._Element) -> Iterator[tuple[str, str]]:
    for part in element.iter(etree.Element):
        text = (part.text or "").strip()
        if text and not len(part):
            yield etree.QName(part).localname, text[:_MAX_FIELD]


def _parse_feed(body: bytes, response: Response) -> Listing:
    import feedparser

    kind = response.headers.get("content-type", "")
    # feedparser takes bytes for the name of a file if there is one, a stream for what it is
    feed = feedparser.parse(
        io.BytesIO(body),
        sanitize_html=False,
        resolve_relative_uris=False,
        response_headers={"content-type": kind} if kind else None,
    )
    if not feed.version and not feed.entries:
        why = f" ({str(feed.bozo_exception)[:200]})" if feed.bozo else ""
        raise NoListingError(f"it is neither a feed nor a sitemap{why}")
    listing = Listing()
    listing.note_more(len(feed.entries))
    for entry in feed.entries[:MAX_ENTRIES]:
        whole = max((part.get("value", "") for part in entry.get("content", ())), key=len, default="")
        authors = [author.get("name") for author in entry.get("authors", ()) if author.get("name")]
        listing.add(
            entry.get("link"),
            response.address,
            entry.get("id") or "",
            headline=(entry.get("title") or "")[:_MAX_FIELD] or None,
            published_at=entry.get("published") or entry.get("updated"),
            byline=tuple(name[:_MAX_FIELD] for name in authors),
            stamp=entry.get("updated") or entry.get("published") or "",
            content=whole or entry.get("summary", ""),
            is_whole=bool(whole),
        )
    # a wrong declaration of the type or the character set costs nothing
    harmless = (feedparser.CharacterEncodingOverride, feedparser.NonXMLContentType)
    if feed.bozo and not isinstance(feed.bozo_exception, harmless):
        listing.is_broken = True
        listing.problems.append(f"the feed is broken ({str(feed.bozo_exception)[:200]}): entries may be missing")
    return listing


def _describe_page(body: bytes, base: str) -> str:
    """Say that this is a web page, and which feeds it names."""
    try:
        tree = html.document_fromstring(body[:1_000_000])
    except (etree.LxmlError, ValueError):
        return "it is a web page; name the address of its feed"
    kinds = ("application/rss+xml", "application/atom+xml", "application/feed+json")
    links = [link.get("href", "") for kind in kinds for link in tree.iterfind(f".//link[@type='{kind}']")]
    named = ", ".join(urljoin(base, link)[:200] for link in links[:3])
    return f"it is a web page; name one of its feeds: {named}" if named else "it is a web page that names no feed"
