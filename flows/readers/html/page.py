"""A page to its article: the readings of it compared, and whether there is an article at all."""

from __future__ import annotations

import copy
import logging
import re
from collections.abc import Iterator, Sequence
from configparser import ConfigParser
from dataclasses import dataclass, replace
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING

from flows.readers.base import Fields
from flows.readers.html.blocks import HEADINGS, kind_of, list_blocks, tokens_of
from flows.readers.html.body import Body, find_body
from flows.readers.html.data import GALLERY_TYPES, LIST_TYPES, PageData, read_data, read_meta
from flows.readers.html.phrases import PagePhrases, make_phrases
from flows.resources import load_shipped_seeds
from transforms.articles import split_byline
from transforms.bylines import clean_byline, find_byline
from transforms.dates import parse_published_at
from transforms.paragraphs import PARAGRAPH_BREAK, squeeze
from transforms.records import Mark
from transforms.seeds import Seeds

if TYPE_CHECKING:
    from lxml.html import HtmlElement
    from trafilatura.settings import Document

_MIN_WORDS = 12
_SENTENCE_END = re.compile(r"[.!?…][\"'”’)]*(?:\s|$)")
_CUT_OFF = re.compile(r"(?:\.\.\.|…|\[(?:\.\.\.|…)\])[\"'”’)\]]*$")
_LIST_PATH = re.compile(
    r"^https?://[^/]+/?$|/(?:tags?|categor(?:y|ies)|topics?|authors?|sections?|search|archives?|page/\d+)(?:/|\?|$)"
)
_TITLE_BREAK = re.compile(r"\s+[|–—:·»-]\s+|:\s+")
_MASTHEAD_NAMES = frozenset({"site-title", "site-name", "site-logo", "logo", "masthead", "navbar-brand"})
_TITLE_NAMES = frozenset(
    {"entry-title", "post-title", "article-title", "story-title", "article-headline", "story-headline"}
)
_HOME = re.compile(r"/|\./|(?:https?:)?//[^/]+/?|/?index\.\w+")
_OPENING_LINES = 40
_MAX_TITLE_WORDS = 25
_MAX_NAME_WORDS = 4
_SHINGLE = 4
_AGREE = 0.7
_APART = 0.3
_LONGER = 1.25
_MIN_EXTRA = 25
_SHORT_WORDS = 150
_STUB_WORDS = 45
_MANY_TEASERS = 6
_MAX_TEASER_WORDS = 45
_MIN_FIGURES = 4
_MOST_PAIRED, _MIN_PAIRED = 0.7, 3
_TIME_XPATHS = (
    "//meta[@property='article:published_time' or @property='og:published_time']/@content",
    "//meta[@itemprop='datePublished' or @name='datePublished' or @name='publish-date' or @name='pubdate']/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
)


@dataclass(frozen=True, slots=True)
class Page:
    """A page's article: its text without the headline, what the page says of it, and what seems to be missing.

    ``boxes`` counts the boxes that were left out of it.
    """

    text: str
    fields: Fields
    marks: tuple[Mark, ...] = ()
    missing: str | None = None
    boxes: int = 0


@dataclass(frozen=True, slots=True)
class _Reading:
    """One reading of the page's text."""

    paragraphs: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()

    @property
    def words(self) -> int:
        return sum(len(p.split()) for p in self.paragraphs)

    def shingles(self) -> set[tuple[str, ...]]:
        words = [w for p in self.paragraphs for w in re.findall(r"\w+", p.casefold())]
        return set(zip(*(words[n:] for n in range(_SHINGLE)), strict=False)) or {tuple(words)}


def extract_page(page: str, seeds: Seeds | None = None) -> Page | None:
    """Return the page's article, or None where there is none.

    The page is read by its mark-up, by trafilatura, and from its JSON-LD; of the readings that agree the longest
    counts, but for what stands in boxes.

    Args:
        page: the page.
        seeds: name boxes and notices; those that come with whosaid if none are given.
    """
    # half a second of imports that a run over text files need not pay
    from trafilatura import load_html

    tree = load_html(page)
    body = tree.find("body") if tree is not None else None
    root = body if body is not None else tree
    if tree is None or root is None:
        return None
    phrases = make_phrases(seeds or load_shipped_seeds())
    data = read_data(tree)
    document = _extract_document(page)
    headline = find_headline(tree, data, document, phrases)
    titles = [
        t for t in (headline, data.headline, read_meta(tree, "og:title"), document.title if document else None) if t
    ]
    found = find_body(copy.deepcopy(root), data, titles, phrases)
    reading, is_sure = _choose(
        _Reading(found.paragraphs, found.marks), _read_document(document, titles, phrases), data, found
    )
    if _is_no_article(tree, reading, found, data, phrases):
        return None
    is_live = found.is_live or data.is_live
    fields = _collect_fields(tree, data, document, headline, found.authors if is_live else None)
    if not is_live and not clean_byline(fields.byline, phrases.seeds.byline_words):
        # nobody is named, or only an office
        fields = replace(fields, byline=_find_line(root, phrases) or _find_box(root, phrases) or fields.byline)
    return Page(
        PARAGRAPH_BREAK.join(reading.paragraphs),
        fields,
        reading.marks,
        _find_missing(reading, found, data, is_sure),
        found.boxes,
    )


def _extract_document(page: str) -> Document | None:
    from trafilatura import bare_extraction
    from trafilatura.settings import Document

    document = bare_extraction(
        page,
        config=_load_config(),
        include_comments=False,
        with_metadata=True,
        # the extensive search takes any number that looks like a year: no date is better than a wrong one
        date_extraction_params={"original_date": True, "extensive_search": False},
    )
    return document if isinstance(document, Document) else None


@lru_cache(maxsize=1)
def _load_config() -> ConfigParser:
    from trafilatura.settings import use_config

    # without a handler, Python prints what trafilatura says of broken pages; the rejects say it
    logging.getLogger("trafilatura").addHandler(logging.NullHandler())
    config = use_config()
    # below this length the whole page is taken as one paragraph; news in brief is shorter than the default of 250
    config.set("DEFAULT", "MIN_EXTRACTED_SIZE", "30")
    return config


def _read_document(document: Document | None, titles: Sequence[str], phrases: PagePhrases) -> _Reading:
    if document is None or not document.text:
        return _Reading()
    known = {squeeze(title) for title in titles}
    lines = [" ".join(line.split()).removeprefix("- ") for line in document.text.splitlines()]
    return _Reading(
        tuple(line for line in lines if line and squeeze(line) not in known and not phrases.is_notice(line))
    )


def _choose(own: _Reading, other: _Reading, data: PageData, found: Body) -> tuple[_Reading, bool]:
    """Return the reading that counts, and whether the readings agree."""
    best, is_sure = own, True
    extra = [p for p in other.paragraphs if squeeze(p) not in found.left_out]
    other = _Reading(tuple(extra))
    if not best.paragraphs:
        best = other
    elif len(other.shingles() - best.shingles()) > best.words * (_LONGER - 1) + _MIN_EXTRA:
        if _contain(best, other) >= _AGREE:
            best = other
        elif _contain(best, other) < _APART:
            is_sure = False
    given = _entries_of(data) if data.is_live and not found.is_live else _Reading(data.paragraphs)
    if given.words > best.words * _LONGER and (
        not best.paragraphs or _contain(best, given) >= _AGREE or best.words < _STUB_WORDS
    ):
        best, is_sure = given, True
    return best, is_sure


def _contain(one: _Reading, other: _Reading) -> float:
    """Return the share of one reading's runs of words that stand in another."""
    runs = one.shingles()
    return len(runs & other.shingles()) / len(runs)


def _entries_of(data: PageData) -> _Reading:
    paragraphs: list[str] = []
    marks: list[Mark] = []
    for number, entry in enumerate(data.entries, 1):
        for text in (entry.headline, *entry.paragraphs):
            if text:
                marks.append(Mark(len(paragraphs), None, number, entry.at, entry.author))
                paragraphs.append(text)
    return _Reading(tuple(paragraphs), tuple(marks)) if paragraphs else _Reading(data.paragraphs)


def _is_no_article(tree: HtmlElement, reading: _Reading, found: Body, data: PageData, phrases: PagePhrases) -> bool:
    paragraphs = [p for p in reading.paragraphs if not phrases.is_notice(p) and not phrases.is_error(p)]
    words = sum(len(p.split()) for p in paragraphs)
    prose = [p for p in paragraphs if _SENTENCE_END.search(p) and len(p.split()) >= 5]
    if words < _MIN_WORDS or not prose:
        return True
    titles = [e.text_content() for e in tree.xpath("//title | //h1")]
    if words < _SHORT_WORDS and any(map(phrases.is_form_title, titles)):
        return True
    if words < _SHORT_WORDS and not phrases.tells(prose) and any(map(phrases.is_error_title, titles)):
        return True
    if words < _SHORT_WORDS and data.kind is None and phrases.is_addressed(prose):
        return True
    if words < _STUB_WORDS and len(prose) < 2 and found.walls and reading.paragraphs != data.paragraphs:
        return True
    if data.types & GALLERY_TYPES and not data.kind:
        return words < _SHORT_WORDS or len(prose) <= 2
    if found.figures >= _MIN_FIGURES and len(prose) <= 1:
        return True
    return _is_list(tree, prose, data, found.paired)


def _is_list(tree: HtmlElement, prose: Sequence[str], data: PageData, paired: float) -> bool:
    """Whether a page lists articles: many links to them, and no more text than a line or two about each."""
    if data.kind is not None:
        return False
    address = read_meta(tree, "og:url") or next(iter(map(str, tree.xpath("//link[@rel='canonical']/@href"))), "")
    kind = (read_meta(tree, "og:type") or "").lower()
    signs = bool(data.types & LIST_TYPES) + bool(_LIST_PATH.search(address)) + (kind in {"website", "profile"})
    headings = [
        e for e in tree.iter("h2", "h3", "h4") if e.find(".//a") is not None or getattr(e.getparent(), "tag", "") == "a"
    ]
    articles = [e for e in tree.iter("article") if e.find(".//a") is not None]
    teasers = max(len(headings), len(articles))
    is_brief = max(len(p.split()) for p in prose) <= _MAX_TEASER_WORDS
    if kind == "article":
        return False
    if paired >= _MOST_PAIRED and len(prose) >= _MIN_PAIRED and is_brief:
        return True
    return (teasers >= _MANY_TEASERS and is_brief and len(prose) <= teasers * 2) or (
        signs > 0 and teasers >= 3 and is_brief
    )


def _find_missing(reading: _Reading, found: Body, data: PageData, is_sure: bool) -> str | None:
    """Say why part of the article seems to be missing, or return None."""
    if not is_sure:
        return "two ways of reading the page find different texts, and the longer one was not taken"
    if data.words > reading.words * 1.5 + 20:
        return f"the page says that its article has {data.words} words, and {reading.words} were found"
    last = reading.paragraphs[-1]
    is_cut = _CUT_OFF.search(last) is not None
    is_whole = reading.paragraphs == data.paragraphs or reading.words >= _SHORT_WORDS * (1 if data.is_free else 2)
    if found.walls and (is_cut or not is_whole):
        return "the page asks the reader to pay or register for the rest"
    if is_cut and reading.words < _SHORT_WORDS and len(reading.paragraphs) <= 2:
        return "the text breaks off with dots"
    if found.consents and reading.words < _STUB_WORDS:
        return "most of the page is a notice about cookies"
    return None


def find_headline(tree: HtmlElement, data: PageData, document: Document | None, phrases: PagePhrases) -> str | None:
    """Return the article's headline: the page's main heading where its data or title says the same, else these.

    A page without headings has it in a line that its title repeats, or in the one above its byline or date.
    """
    mastheads = {squeeze(e.text_content()) for e in tree.iter(*HEADINGS) if _is_masthead(e)}
    mastheads |= {squeeze(read_meta(tree, "og:site_name", "application-name") or "")}
    told = [
        t for t in (data.headline, read_meta(tree, "og:title", "twitter:title")) if t and squeeze(t) not in mastheads
    ]
    found = document.title if document and squeeze(document.title or "") not in mastheads else None
    title = " ".join("".join(tree.xpath("//title[1]/text()")).split())
    if squeeze(title) in mastheads:
        title = ""
    levels = [
        [(e, text) for e in tree.iter(tag) if (text := " ".join(e.text_content().split()))] for tag in ("h1", "h2")
    ]
    first, second = ([(e, text) for e, text in level if squeeze(text) not in mastheads] for level in levels)
    for _, heading in (*first, *second):
        if any(_is_near(heading, other) for other in (*told, title)):
            return heading
    named = [text for e in tree.iter(*HEADINGS) if _is_title(e) and (text := " ".join(e.text_content().split()))]
    if len(named) == 1 and not data.headline and squeeze(named[0]) not in mastheads:
        return named[0]
    level, headings = ("h1", first) if first else ("h2", second)
    told += [found] if found else []
    for _, heading in headings:
        if any(_is_near(heading, other) for other in told):
            return heading
    if not headings and (part := _find_title(title, tree)):
        return part
    if not headings and not data.headline and (line := _find_line_above(tree, phrases)):
        return line
    inside = [text for e, text in headings if next(e.iterancestors("article", "main"), None) is not None]
    if level == "h1" and len(inside) == 1 and not data.headline:
        return inside[0]
    return next(iter(told), None) or next((text for _, text in headings if level == "h1"), None)


def _is_masthead(heading: HtmlElement) -> bool:
    """Whether a heading holds the site's name: it is called so, or is a link to the front page."""
    if not _MASTHEAD_NAMES.isdisjoint(tokens_of(heading)):
        return True
    link = next(heading.iter("a"), None)
    link = link if link is not None else next(heading.iterancestors("a"), None)
    return link is not None and _HOME.fullmatch((link.get("href") or "").strip()) is not None


def _is_title(heading: HtmlElement) -> bool:
    return not _TITLE_NAMES.isdisjoint(tokens_of(heading))


def _find_title(title: str, tree: HtmlElement) -> str | None:
    """Return the part of a page's title that stands as a line of its own in its text: "Echo - Bridge shut"."""
    parts = {squeeze(part): part for part in (title, *_TITLE_BREAK.split(title))}
    lines = (squeeze(block.text) for block in list_blocks(tree)[:_OPENING_LINES])
    return max((parts[line] for line in lines if line in parts and line), key=len, default=None)


def _find_line_above(tree: HtmlElement, phrases: PagePhrases) -> str | None:
    """Return the line above the first byline or date of a page: short, no sentence, no link."""
    for line, below in pairwise(list_blocks(tree)[:_OPENING_LINES]):
        if phrases.is_opening_line(below.text) and not phrases.is_opening_line(line.text):
            is_title = (
                1 < len(line.text.split()) <= _MAX_TITLE_WORDS and not line.linked and not line.text.endswith(".")
            )
            return line.text if is_title else None
    return None


def _is_near(one: str, other: str) -> bool:
    """Whether two titles share most words of the shorter and many of the longer, which a site's name does not."""
    a, b = set(re.findall(r"\w+", one.casefold())), set(re.findall(r"\w+", other.casefold()))
    smaller, larger = sorted((len(a), len(b)))
    return smaller > 0 and len(a & b) >= max(0.6 * smaller, 0.4 * larger)


def _collect_fields(
    tree: HtmlElement,
    data: PageData,
    document: Document | None,
    headline: str | None,
    live_authors: Sequence[str] | None,
) -> Fields:
    """Return what the page says; a moment that agrees with htmldate's day is better than the day alone.

    ``live_authors`` are those of a live page's bylines, None for another page: there what trafilatura takes for an
    author may be an entry's.
    """
    day = document.date if document else None
    moments = [moment for moment in _find_moments(tree) if _parse_day(moment) is not None]
    agreeing = next((moment for moment in moments if day is None or _parse_day(moment) == day), None)
    byline = data.authors or tuple(name for line in live_authors or () for name in split_byline(line))
    byline = byline or split_byline(read_meta(tree, "author", "article:author", "parsely-author", "byl") or "")
    if not byline and live_authors is None:
        byline = split_byline((document.author if document else None) or "")
    return Fields(
        outlet=(document.sitename or document.hostname) if document else None,
        published_at=agreeing or day or None,
        headline=headline,
        byline=tuple(name for name in byline if not name.startswith("http")),
        url=document.url if document else None,
    )


def _find_line(root: HtmlElement, phrases: PagePhrases) -> tuple[str, ...]:
    """Return the authors that a line of the page names: "By Ann Lisk"."""
    lines = [block.text for block in list_blocks(root)]
    return next(
        (names for line in (*lines[:60], *lines[-20:]) if (names := find_byline(line, phrases.seeds.byline_words))), ()
    )


def _find_box(root: HtmlElement, phrases: PagePhrases) -> tuple[str, ...]:
    """Return the authors whom the links of a byline's box name."""
    for box in root.iter("div", "p", "span", "address", "section"):
        if kind_of(box, phrases.boxes) == "byline":
            links = [" ".join(a.text_content().split()) for a in box.iter("a")]
            if names := clean_byline(
                [link for link in links if 1 < len(link.split()) <= 4], phrases.seeds.byline_words
            ):
                return names
    return ()


def _find_moments(tree: HtmlElement) -> Iterator[str]:
    from flows.readers.html.data import iterate_published

    yield from iterate_published(tree)
    for xpath in _TIME_XPATHS:
        yield from map(str, tree.xpath(xpath))


def _parse_day(moment: str) -> str | None:
    """Return the day as the page's own time zone has it, which is the day that htmldate finds."""
    try:
        parse_published_at(moment)
    except ValueError:
        return None
    return moment.strip()[:10]
