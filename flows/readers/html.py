"""Web pages: trafilatura finds the article, htmldate its date."""

from __future__ import annotations

import codecs
import json
import logging
import re
from collections.abc import Iterator
from configparser import ConfigParser
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from flows.readers.base import Context, Fields, InputError, make_uri
from flows.readers.streams import decode_file, read_bytes
from transforms.articles import split_byline
from transforms.dates import parse_published_at
from transforms.paragraphs import PARAGRAPH_BREAK
from transforms.reasons import Reason
from transforms.records import RawArticle, Reject

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from trafilatura.settings import Document

MAX_PAGE_BYTES = 20_000_000
"""Largest page; also trafilatura's limit."""
_MIN_WORDS = 12
_MIN_LOST_CHARS = 80
_MAX_LOST_SHARE = 0.2
_ASIDES = ("aside", "nav", "footer", "figure", "form")
_DECLARED_BYTES = 2048
_DECLARED_CHARSET = re.compile(rb"<meta[^>]{0,200}charset\s*=\s*[\"']?\s*([\w-]+)", re.IGNORECASE)
# browsers read these names as windows-1252
_LATIN_NAMES = frozenset({"iso-8859-1", "iso8859-1", "latin-1", "latin1", "l1", "us-ascii", "ascii"})
# a line break that the page puts inside a sentence
_BROKEN_LINE = re.compile(r"(?<=[\w,;])\n(?=[a-z])")
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*(?:\s|$)")
_TIME_XPATHS = (
    "//meta[@property='article:published_time' or @property='og:published_time']/@content",
    "//meta[@itemprop='datePublished' or @name='datePublished' or @name='publish-date' or @name='pubdate']/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
)


class HtmlReader:
    """Reads one article per page, from the saved file only."""

    suffixes = (".html", ".htm", ".xhtml")

    def read(self, path: Path, context: Context) -> Iterator[RawArticle | Reject]:
        """Yield the page's article, and a warning if part of it seems to be missing from the extracted text."""
        page = decode_page(read_bytes(path, MAX_PAGE_BYTES), context.encoding)
        found = extract_page(page)
        if found is None:
            problem = "no article was found in the page; save the page of one article, or pass its text as .txt"
            raise InputError(Reason.NO_ARTICLE, problem)
        text, fields, lost = found
        known = context.fill(fields)
        yield RawArticle(
            source_uri=make_uri(path),
            text=text,
            id=known.id,
            outlet=known.outlet,
            url=known.url,
            headline=known.headline,
            byline=known.byline,
            published_at=known.published_at,
        )
        if lost:
            problem = (
                f"{len(lost)} paragraphs beside the extracted ones are missing from the text, the first begins"
                f" '{lost[0][:60]}'; compare with the page, or pass the text as .txt"
            )
            yield Reject(make_uri(path), Reason.PARTIAL_TEXT, problem)


def decode_page(data: bytes, encoding: str | None = None) -> str:
    """Decode a page by its byte order mark, the character set it declares, or the one that is given or found.

    Raises:
        InputError: there are null bytes, or bytes that the character set does not have.
    """
    declared = None if data.startswith(codecs.BOM_UTF8) else _DECLARED_CHARSET.search(data[:_DECLARED_BYTES])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    name = "windows-1252" if name in _LATIN_NAMES else name
    try:
        codec = codecs.lookup(name).name
    except LookupError:
        codec = "utf-8"
    # a page that declares UTF-16 in ASCII letters is not UTF-16
    if codec.startswith(("utf", "ascii")) or (not data.isascii() and b"\0" in data):
        return decode_file(data, encoding)[0]
    try:
        return data.decode(codec)
    except UnicodeDecodeError as error:
        raise InputError(
            Reason.NOT_UTF8,
            f"byte {error.start} (0x{data[error.start]:02X}) is not {name}, the character set that the page declares;"
            " save the page as UTF-8",
        ) from error


def extract_page(page: str) -> tuple[str, Fields, list[str]] | None:
    """Return the article's text, what the page says of it, and the paragraphs that extraction lost, or None.

    trafilatura is known to drop parts of some pages silently (`find_lost_paragraphs`): then its setting that favours
    recall is tried, and taken if it keeps more.
    """
    # half a second of imports that a run over text files need not pay
    from trafilatura import bare_extraction, load_html
    from trafilatura.settings import Document

    config = _load_config()
    tree = load_html(page)
    if tree is None:
        return None
    best: Document | None = None
    best_lost: list[str] = []
    for favor_recall in (False, True):
        document = bare_extraction(
            page,
            config=config,
            include_comments=False,
            favor_recall=favor_recall,
            with_metadata=True,
            # the extensive search takes any number that looks like a year: no date is better than a wrong one
            date_extraction_params={"original_date": True, "extensive_search": False},
        )
        if not isinstance(document, Document) or not document.text:
            continue
        lost = find_lost_paragraphs(tree, document.text)
        if best is None or len(lost) < len(best_lost):
            best, best_lost = document, lost
        if not best_lost:
            break
    if best is None or not best.text or not _is_article(best.text):
        return None
    text = _BROKEN_LINE.sub(" ", best.text).replace("\n", PARAGRAPH_BREAK)
    return text, _collect_fields(best, tree), best_lost


@lru_cache(maxsize=1)
def _load_config() -> ConfigParser:
    from trafilatura.settings import use_config

    # without a handler, Python prints what trafilatura says of broken pages; the rejects say it
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    config = use_config()
    # below this length the whole page is taken as one paragraph; news in brief is shorter than the default of 250
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "30")
    return config


def _is_article(text: str) -> bool:
    return len(text.split()) >= _MIN_WORDS and _SENTENCE_END.search(text) is not None


def find_lost_paragraphs(tree: HtmlElement, text: str) -> list[str]:
    """Return the page's paragraphs of 80 characters or more that stand with extracted ones but are not in the text.

    Paragraphs stand together if they share an ``article`` element, or a parent where there is none. An empty list is
    returned where the lost ones make up less than a fifth: notes, teasers.
    """
    groups: dict[HtmlElement, list[str]] = {}
    for element in tree.iter("p"):
        paragraph = " ".join(element.text_content().split())
        if len(paragraph) >= _MIN_LOST_CHARS and next(element.iterancestors(*_ASIDES), None) is None:
            home = next(element.iterancestors("article"), element.getparent())
            groups.setdefault(home, []).append(paragraph)
    extracted = _squeeze(text)
    kept_chars = 0
    lost: list[str] = []
    for paragraphs in groups.values():
        missing = [paragraph for paragraph in paragraphs if _squeeze(paragraph) not in extracted]
        if len(missing) < len(paragraphs):
            lost += missing
            kept_chars += sum(map(len, paragraphs)) - sum(map(len, missing))
    lost_chars = sum(map(len, lost))
    return lost if lost_chars > _MAX_LOST_SHARE * (lost_chars + kept_chars) else []


def _squeeze(text: str) -> str:
    return "".join(filter(str.isalnum, text))


def _collect_fields(document: Document, tree: HtmlElement) -> Fields:
    """Return what the page says; a moment that agrees with htmldate's day is better than the day alone."""
    day = document.date or None
    moments = [moment for moment in _find_moments(tree) if _parse_day(moment) is not None]
    agreeing = next((moment for moment in moments if day is None or _parse_day(moment) == day), None)
    return Fields(
        outlet=document.sitename or document.hostname,
        published_at=agreeing or day,
        headline=document.title,
        byline=split_byline(document.author or ""),
        url=document.url,
    )


def _find_moments(tree: HtmlElement) -> Iterator[str]:
    for script in tree.xpath("//script[@type='application/ld+json']/text()"):
        yield from _find_published(_parse_json(script))
    for xpath in _TIME_XPATHS:
        yield from map(str, tree.xpath(xpath))


def _parse_json(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _find_published(value: object) -> Iterator[str]:
    items = value if isinstance(value, list) else [value]
    for item in items:
        if isinstance(item, dict):
            if isinstance(published := item.get("datePublished"), str):
                yield published
            yield from _find_published(item.get("@graph"))


def _parse_day(moment: str) -> str | None:
    """Return the day as the page's own time zone has it, which is the day that htmldate finds."""
    try:
        parse_published_at(moment)
    except ValueError:
        return None
    return moment.strip()[:10]
