"""What a page says of its article outside the text: JSON-LD, meta elements, bylines."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from html import unescape
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from lxml.html import HtmlElement

ARTICLE_TYPES = frozenset(
    """article newsarticle reportagenewsarticle analysisnewsarticle opinionnewsarticle reviewnewsarticle
    backgroundnewsarticle
    blogposting liveblogposting satiricalarticle advertisercontentarticle scholarlyarticle report""".split()
)
LIST_TYPES = frozenset("collectionpage searchresultspage itemlist profilepage".split())
GALLERY_TYPES = frozenset("imagegallery mediagallery videogallery".split())
_MAX_DEPTH = 6
_TAG = re.compile(r"<[^<>]{0,300}>")
_BREAK_TAG = re.compile(r"<(?:/p|br\s*/?|/h\d|/li|/div)\s*>\s*", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")


@dataclass(frozen=True, slots=True)
class Entry:
    """An entry of a live page, as its data has it."""

    headline: str | None
    author: str | None
    at: str | None
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class PageData:
    """What JSON-LD says: the article's item, its kind, and the types of all items."""

    kind: str | None = None
    headline: str | None = None
    authors: tuple[str, ...] = ()
    paragraphs: tuple[str, ...] = ()
    is_free: bool = True
    words: int = 0
    entries: tuple[Entry, ...] = ()
    types: frozenset[str] = field(default_factory=frozenset)

    @property
    def is_live(self) -> bool:
        """Whether the page is a live blog."""
        return self.kind == "liveblogposting"


def read_data(tree: HtmlElement) -> PageData:
    """Return what the page's JSON-LD says of its article; the first item of an article's type counts."""
    items = [
        item for script in tree.xpath("//script[@type='application/ld+json']") for item in _load(script.text_content())
    ]
    types = frozenset(kind for item in items for kind in _kinds(item))
    main = next((item for item in items if ARTICLE_TYPES.intersection(_kinds(item))), None)
    live = next((item for item in items if "liveblogposting" in _kinds(item)), None)
    item = live or main
    if item is None:
        return PageData(types=types)
    return PageData(
        kind=next(kind for kind in _kinds(item) if kind in ARTICLE_TYPES),
        headline=_text(item.get("headline")) or _text(item.get("name")),
        authors=tuple(_names(item.get("author"))),
        paragraphs=_split_body(item.get("articleBody")),
        is_free=str(item.get("isAccessibleForFree", True)).lower() not in {"false", "0", "no"},
        words=_count(item.get("wordCount")),
        entries=tuple(map(_read_entry, _dicts(item.get("liveBlogUpdate")))),
        types=types,
    )


def read_meta(tree: HtmlElement, *names: str) -> str | None:
    """Return the content of the first meta element with one of the names (name, property or itemprop)."""
    for name in names:
        for value in tree.xpath("//meta[@name=$n or @property=$n or @itemprop=$n]/@content", n=name):
            if text := " ".join(str(value).split()):
                return text
    return None


def _load(text: str) -> Iterator[Mapping[str, Any]]:
    cleaned = (
        _CONTROL.sub(" ", text)
        .strip()
        .removeprefix("<!--")
        .removesuffix("-->")
        .removeprefix("//<![CDATA[")
        .removesuffix("//]]>")
    )
    try:
        # pages write line ends inside strings
        yield from _flatten(json.loads(cleaned, strict=False), 0)
    except (ValueError, RecursionError):
        return


def _flatten(value: object, depth: int) -> Iterator[Mapping[str, Any]]:
    if depth > _MAX_DEPTH:
        return
    if isinstance(value, list):
        for part in value:
            yield from _flatten(part, depth + 1)
    elif isinstance(value, dict):
        yield value
        for key in ("@graph", "mainEntity"):
            yield from _flatten(value.get(key), depth + 1)


def _kinds(item: Mapping[str, Any]) -> list[str]:
    kinds = item.get("@type")
    return [str(kind).rsplit("/", 1)[-1].lower() for kind in (kinds if isinstance(kinds, list) else [kinds]) if kind]


def _text(value: object) -> str | None:
    return " ".join(_TAG.sub("", unescape(value)).split()) or None if isinstance(value, str) else None


def _names(value: object) -> Iterator[str]:
    for one in value if isinstance(value, list) else [value]:
        name = one.get("name") if isinstance(one, dict) else one
        for part in name if isinstance(name, list) else [name]:
            if (text := _text(part)) and not text.startswith("http"):
                yield text


def _count(value: object) -> int:
    return int(value) if isinstance(value, int | str) and str(value).isdigit() else 0


def _dicts(value: object) -> list[Mapping[str, Any]]:
    return [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, dict)]


def _split_body(value: object) -> tuple[str, ...]:
    if not isinstance(value, str):
        return ()
    text = _BREAK_TAG.sub("\n", unescape(value) if "&lt;" in value else value)
    text = unescape(_TAG.sub("", text))
    return tuple(line for line in (" ".join(line.split()) for line in text.splitlines()) if line)


def _read_entry(item: Mapping[str, Any]) -> Entry:
    at = item.get("datePublished")
    return Entry(
        headline=_text(item.get("headline")),
        author=", ".join(_names(item.get("author"))) or None,
        at=at if isinstance(at, str) else None,
        paragraphs=_split_body(item.get("articleBody")),
    )


def iterate_published(tree: HtmlElement) -> Iterator[str]:
    """Yield what the page's JSON-LD gives as dates of publication."""
    for script in tree.xpath("//script[@type='application/ld+json']"):
        for item in _load(script.text_content()):
            if isinstance(published := item.get("datePublished"), str):
                yield published
