"""A page's tree to blocks of text: paragraphs, headings, list items, in reading order."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from lxml.html import HtmlElement

HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_SILENT = frozenset(
    """script style noscript template svg math canvas button select option input textarea label iframe object
    embed video audio picture img map nav form dialog head meta link title figure figcaption amp-ad amp-img
    amp-video amp-iframe amp-sidebar amp-social-share amp-consent amp-sticky-ad amp-analytics""".split()
)
_INLINE = frozenset(
    """a abbr acronym b bdi bdo big cite code data del dfn em font i ins kbd mark q s samp small span
    strike strong sub sup time tt u var wbr center-inline amp-link""".split()
)
_CAMEL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_SEPARATORS = re.compile(r"[^a-z0-9]+")
_STOP = re.compile(r"[.!?…:][\"'”’»)\]]*$")
# two characters that no page uses for text mark where links begin and end while text is gathered
_LINK_START, _LINK_END = "\ue000", "\ue001"
_LINKED = re.compile(f"{_LINK_START}([^{_LINK_END}]*)(?:{_LINK_END}|$)")
_BLANK_LINES = re.compile(r"\n[^\S\n]*(?:\n[^\S\n]*)+")
_BLANKS = re.compile(r"\s+")
_MIN_PROSE_WORDS = 6
_MAX_LINKED = 0.45
_MIN_WRAPPED = 5
_WRAPPED_ENDS = 0.4


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text without a block inside: where it stands, its text on one line, and how much of that is links."""

    home: HtmlElement
    tag: str
    text: str
    linked: float

    @property
    def is_prose(self) -> bool:
        """Whether it reads as a sentence or more, not as a title or a link."""
        words = len(self.text.split())
        return (
            self.tag not in HEADINGS
            and words >= _MIN_PROSE_WORDS
            and bool(_STOP.search(self.text))
            and self.linked <= _MAX_LINKED
        )


def tokens_of(element: HtmlElement) -> list[str]:
    """Return the class names and the id of an element, in small letters with hyphens (related-links)."""
    names = f"{element.get('class') or ''} {element.get('id') or ''} {element.get('data-component') or ''}".split()
    return [_SEPARATORS.sub("-", _CAMEL.sub("-", name).lower()).strip("-") for name in names]


def kind_of(element: HtmlElement, known: Mapping[str, str]) -> str | None:
    """Return the kind of box (``seeds/page_boxes.csv``) that an element's names tell, or None.

    A name tells it as a whole, or by its beginning or end up to a hyphen: "related-links", "article-related".
    """
    found: str | None = None
    for name in tokens_of(element):
        parts = name.split("-")
        for length in range(len(parts), 0, -1):
            for piece in ("-".join(parts[:length]), "-".join(parts[-length:])):
                kind = known.get(piece)
                is_whole = length == len(parts)
                is_end = piece == "-".join(parts[-length:])
                if kind is not None and (is_whole or kind != "entry") and (is_end or kind != "body"):
                    found = found or kind
                    if kind in {"body", "start", "entry"}:
                        return kind
    return found


def ends_as_sentence(text: str) -> bool:
    """Whether a text ends with the mark of a sentence, or of one that leads to the next."""
    return _STOP.search(text) is not None


def list_blocks(root: HtmlElement) -> list[Block]:
    """Return the blocks under an element."""
    return list(_Walker().walk(root))


class _Walker:
    """Gathers inline text until a block begins or ends."""

    def __init__(self) -> None:
        self._pieces: list[str] = []

    def walk(self, root: HtmlElement) -> Iterator[Block]:
        yield from self._enter(root, root)
        yield from self._flush(root, str(root.tag))

    def _enter(self, element: HtmlElement, home: HtmlElement) -> Iterator[Block]:
        self._add(element.text, element)
        for child in element:
            tag = child.tag if isinstance(child.tag, str) else ""
            if tag == "br":
                self._pieces.append("\n")
            elif not tag or tag in _SILENT:
                pass
            elif tag in _INLINE and not _holds_block(child):
                yield from self._enter(child, home)
            else:
                yield from self._flush(home, str(home.tag))
                yield from self._enter(child, child)
                yield from self._flush(child, tag)
            self._add(child.tail, element)

    def _add(self, text: str | None, element: HtmlElement) -> None:
        if not text:
            return
        # line ends of the source are blanks, those of <br> are lines
        flat = _BLANKS.sub(" ", text)
        is_link = element.tag == "a" or next(element.iterancestors("a"), None) is not None
        self._pieces.append(f"{_LINK_START}{flat}{_LINK_END}" if is_link else flat)

    def _flush(self, home: HtmlElement, tag: str) -> Iterator[Block]:
        text, self._pieces = "".join(self._pieces), []
        for paragraph in _split_breaks(text):
            linked = sum(map(len, _LINKED.findall(paragraph)))
            clean = " ".join(paragraph.replace(_LINK_START, "").replace(_LINK_END, "").split())
            if clean:
                yield Block(home, tag, clean, min(1.0, linked / len(clean)))


def _holds_block(element: HtmlElement) -> bool:
    return any(
        isinstance(e.tag, str) and e.tag not in _INLINE and e.tag not in _SILENT and e.tag != "br"
        for e in element.iterdescendants()
    )


def _split_breaks(text: str) -> Iterator[str]:
    """Yield the paragraphs of a text with lines.

    Blank lines part them. So does a line end, but where a sentence goes on in small letters, or where the lines are
    wrapped by hand: few of many end as sentences do.
    """
    for run in _BLANK_LINES.split(text):
        lines = [line for line in (" ".join(part.split()) for part in run.split("\n")) if line]
        is_wrapped = (
            len(lines) >= _MIN_WRAPPED and sum(map(bool, map(_STOP.search, lines))) < len(lines) * _WRAPPED_ENDS
        )
        current = ""
        for line in lines:
            goes_on = current and not _STOP.search(current) and (line.lstrip(_LINK_START)[:1].islower() or is_wrapped)
            if current and not goes_on:
                yield current
                current = ""
            current = f"{current} {line}".strip()
        if current:
            yield current
