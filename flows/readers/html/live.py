"""Live pages: their entries, with time and author."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flows.readers.html.blocks import HEADINGS, kind_of, list_blocks, tokens_of
from flows.readers.html.data import Entry, PageData
from transforms.lexicon import join_words
from transforms.paragraphs import squeeze

if TYPE_CHECKING:
    from lxml.html import HtmlElement

MIN_ENTRIES = 2
_MIN_TIMED = 3
_MOST_OF_PAGE = 0.5
_MAX_STAMP_CHARS = 40
_MAX_AUTHOR_WORDS = 10
_BY = re.compile(r"^by:?\s+", re.IGNORECASE)
# a line of its own that only says whose the entry is: From the Echo's Paul Render in Harnow
_FROM = re.compile(
    r"(?:From|By|Posted by|Updated by)\s+(?:[\w .&-]{2,40}[’']s?\s+)?"
    r"(?P<name>[A-ZÀ-Þ][\w’'.-]+(?:\s+[A-ZÀ-Þ][\w’'.-]+){1,3})"
    r"(?:,?\s+(?:in|at)(?:\s+[A-ZÀ-Þ][\w,’'.-]*){1,4})?"
)
_CLOCK = re.compile(
    r"\b\d{1,2}[:.]\d\d\s*(?:[AaPp]\.?[Mm]\.?)?(?:\s*(?:[A-Z]{2,4})\b)?|\b\d{1,2}\s*[ap]\.?m\.?\b"
    rf"|\b\d+\s*(?:m|h|mins?|{join_words('units_of_time')}s?) ago\b"
)


# a line that begins with a time of the clock: 14.10 GMT – Council meets, UPDATE 2:10 PM ET: Council meets
_STAMP = re.compile(
    r"(?:UPDATED?:?\s+)?(?P<at>\d{1,2}[:.]\d\d\s*(?:[AaPp]\.?[Mm]\b\.?)?|\d{1,2}\s*[ap]\.?m\b\.?)(?P<zone>\s*(?:[A-Z]{2,4})\b)?"
    r"(?![.:]?\d|\s*(?:%|per\b|m\b|percent))[\s.:,–—|-]*"
)


@dataclass(frozen=True, slots=True)
class LiveEntry:
    """An entry's element, when it was made and by whom."""

    element: HtmlElement
    at: str | None
    author: str | None


def find_entries(root: HtmlElement, data: PageData, boxes: Mapping[str, str]) -> list[LiveEntry]:
    """Return the entries of a live page in its order, each without its time and byline; none on another page.

    Entries are elements so named, of one name, that hold a time; or, where the data says that the page is live,
    neighbours that each hold a time and a heading or paragraph; or paragraphs that begin with a time in bold print.
    Whatever a page calls them, three neighbours or more that each begin with a time and hold most of its prose are.
    """
    found = [e for e in root.iter() if isinstance(e.tag, str) and _is_entry(e, boxes) and _find_time(e) is not None]
    found = [e for e in found if not any(other in found for other in e.iterancestors())]
    is_live = data.is_live or _is_named_live(root)
    if len(found) < MIN_ENTRIES and data.is_live:
        found = _find_neighbours(root)
    if len(found) < MIN_ENTRIES and is_live:
        found = _wrap_minutes(root)
    if len(found) < MIN_ENTRIES or not is_live:
        found = _find_told(root, data.entries) or _find_timed(root, boxes)
    return [_read_entry(element, data.entries, boxes) for element in found]


def _is_entry(element: HtmlElement, boxes: Mapping[str, str]) -> bool:
    return element.tag in {"div", "article", "section", "li"} and (
        kind_of(element, boxes) == "entry"
        or "BlogPosting" in (element.get("itemtype") or "")
        or element.get("itemprop") == "liveBlogUpdate"
    )


def _is_named_live(root: HtmlElement) -> bool:
    names = {name for e in (root, *root.iter("body", "main", "article", "section", "div")) for name in tokens_of(e)}
    return any(
        re.search(r"\blive-?blog|\blive-(?:post|entry|update|stream|coverage)|\blx-stream|liveblog", name)
        for name in names
    )


def _find_neighbours(root: HtmlElement) -> list[HtmlElement]:
    best: list[HtmlElement] = []
    for parent in root.iter("div", "section", "article", "main", "ol", "ul", "body"):
        timed = [
            child
            for child in parent
            if child.tag in {"div", "article", "section", "li"}
            and child.find(".//time") is not None
            and child.find(".//p") is not None
        ]
        if len(timed) > len(best):
            best = timed
    return best


def _find_told(root: HtmlElement, told: Sequence[Entry]) -> list[HtmlElement]:
    """Return the elements around the headings that the data gives its entries; none where fewer than two are there."""
    titles = {squeeze(entry.headline) for entry in told if entry.headline}
    headings = [e for e in root.iter(*HEADINGS) if squeeze(e.text_content()) in titles]
    if len(headings) < MIN_ENTRIES:
        return []
    held = [e for heading in headings for e in heading.iterancestors()]
    counts = Counter(held)
    parents = {heading.getparent() for heading in headings}
    if len(parents) == 1:
        return _wrap(parents.pop(), headings)
    return [max((e for e in h.iterancestors() if counts[e] == 1), key=_rate_height, default=h) for h in headings]


def _rate_height(element: HtmlElement) -> int:
    return -sum(1 for _ in element.iterancestors())


def _find_timed(root: HtmlElement, boxes: Mapping[str, str]) -> list[HtmlElement]:
    """Return the neighbours that each begin with a time and hold most of the page's prose; none where there are none.

    They are boxes of their own, or headings and lines of print with what follows each.
    """
    prose = [(block.home, len(block.text)) for block in list_blocks(root) if block.is_prose]
    total = sum(size for _, size in prose)
    weights: dict[HtmlElement, int] = {}
    for home, size in prose:
        for element in (home, *home.iterancestors()):
            weights[element] = weights.get(element, 0) + size
    for parent in [e for e in root.iter("div", "section", "article", "main", "ol", "ul", "body") if weights.get(e)]:
        if weights[parent] < total * _MOST_OF_PAGE:
            continue
        timed = [e for e in parent if e.tag in {"div", "article", "section", "li"} and weights.get(e) and _opens(e)]
        is_most = sum(weights[e] for e in timed) >= total * _MOST_OF_PAGE
        if len(timed) >= _MIN_TIMED and is_most and not any(kind_of(e, boxes) == "box" for e in timed):
            return timed
        lines = [e for e in parent if e.tag in {"p", "h2", "h3", "h4"} and (_begins_with_time(e) or _is_stamp(e))]
        if len(lines) >= _MIN_TIMED:
            return _wrap(parent, lines)
    return []


def _opens(element: HtmlElement) -> bool:
    """Whether an element's first words are a time."""
    text = " ".join(element.text_content().split())[:_MAX_STAMP_CHARS]
    time = next((e for e in element.iter("time") if e.get("datetime")), None)
    is_first = time is not None and text.startswith(" ".join(time.text_content().split())[:_MAX_STAMP_CHARS])
    return is_first or _STAMP.match(text) is not None


def _is_stamp(element: HtmlElement) -> bool:
    """Whether a heading begins with a time, or a line is one."""
    match = _STAMP.match(" ".join(element.text_content().split()))
    return match is not None and (element.tag != "p" or not match.string[match.end() :])


def _wrap_minutes(root: HtmlElement) -> list[HtmlElement]:
    """Put each line that begins with a time, and what follows it, into an element of its own; return these."""
    parents = root.iter("div", "section", "article", "main", "body")
    best = max(parents, key=lambda parent: sum(map(_begins_with_time, parent)), default=root)
    lines = list(filter(_begins_with_time, best))
    return _wrap(best, lines) if len(lines) >= MIN_ENTRIES else []


def _wrap(best: HtmlElement, lines: Sequence[HtmlElement]) -> list[HtmlElement]:
    """Put each of the lines in an element, and what follows it, into an element of its own; return these."""
    found: list[HtmlElement] = []
    starts = set(lines)
    for child in list(best):
        if child in starts:
            found.append(child.makeelement("div"))
            best.insert(best.index(child), found[-1])
        if found:
            found[-1].append(child)
    return found


def _begins_with_time(element: HtmlElement) -> bool:
    """Whether an element's first words are a time set apart: "<p><strong>14:32</strong> The dyke …"."""
    if element.tag not in {"p", "h2", "h3", "h4"} or (element.text or "").strip() or len(element) == 0:
        return False
    text = " ".join(element[0].text_content().split()).strip(" .:–—-")
    return element[0].tag in {"strong", "b", "time", "span", "em"} and _CLOCK.fullmatch(text) is not None


def _find_time(element: HtmlElement) -> HtmlElement | None:
    time = element.find(".//time")
    if time is not None:
        return time
    for child in element.iter("span", "div", "p", "h2", "h3", "h4", "h5", "strong", "b", "a"):
        text = " ".join(child.text_content().split())
        if (len(text) <= 30 and _CLOCK.search(text)) or (child.tag in HEADINGS and _STAMP.match(text)):
            return child
    return None


def _cut_stamp(time: HtmlElement) -> None:
    """Take a time out of an entry; the heading that it begins stays."""
    text = " ".join(time.text_content().split())
    match = _STAMP.match(text)
    rest = text[match.end() :] if match and time.tag in HEADINGS else ""
    if len(rest) > 1:
        for child in list(time):
            time.remove(child)
        time.text = rest
    else:
        time.drop_tree()


def _read_entry(element: HtmlElement, data: Sequence[Entry], boxes: Mapping[str, str]) -> LiveEntry:
    time = _find_time(element)
    at = None
    if time is not None:
        text = " ".join(time.text_content().split())
        match = _STAMP.match(text) if time.tag in HEADINGS else None
        at = time.get("datetime") or (f"{match['at']}{match['zone'] or ''}" if match else text) or None
        _cut_stamp(time)
    author = None
    for child in list(element.iter()):
        if (
            isinstance(child.tag, str)
            and child is not element
            and (kind_of(child, boxes) == "byline" or child.get("rel") == "author" or child.get("itemprop") == "author")
        ):
            text = " ".join(child.text_content().split())
            if 0 < len(text.split()) <= _MAX_AUTHOR_WORDS:
                author = author or _BY.sub("", text)
                child.drop_tree()
    for child in [] if author else list(element.iterdescendants("p", "div", "span", "em")):
        if line := _FROM.fullmatch(" ".join(child.text_content().split())):
            author = line["name"]
            child.drop_tree()
            break
    heading = next((e for e in element.iter(*HEADINGS)), None)
    title = squeeze(heading.text_content()) if heading is not None else ""
    told = next((one for one in data if one.headline and squeeze(one.headline) == title), None)
    if told is None:
        words = squeeze(element.text_content())
        told = next((one for one in data if one.paragraphs and squeeze(one.paragraphs[0])[:60] in words), None)
    if told is not None:
        author, at = author or told.author, told.at or at
    return LiveEntry(element, at, author)


def find_authors(root: HtmlElement, entries: Sequence[LiveEntry], boxes: Mapping[str, str]) -> tuple[str, ...]:
    """Return the bylines of a live page that stand in none of its entries, as written."""
    inside = {entry.element for entry in entries}
    found: list[str] = []
    for element in root.iter():
        is_byline = isinstance(element.tag, str) and (
            element.get("rel") == "author" or element.get("itemprop") == "author" or kind_of(element, boxes) == "byline"
        )
        if is_byline and inside.isdisjoint((element, *element.iterancestors())):
            text = _BY.sub("", " ".join(element.text_content().split()))
            if 0 < len(text.split()) <= _MAX_AUTHOR_WORDS and not any(text in other for other in found):
                found.append(text)
    return tuple(found)
