"""The article's paragraphs in a page's tree, without the boxes that stand around and between them."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import TYPE_CHECKING

from flows.readers.html.blocks import HEADINGS, Block, ends_as_sentence, kind_of, list_blocks, tokens_of
from flows.readers.html.data import PageData
from flows.readers.html.embeds import Embed, replace_embeds
from flows.readers.html.live import LiveEntry, find_authors, find_entries
from flows.readers.html.phrases import PagePhrases
from flows.readers.html.quotations import set_quotations
from transforms.blockquotes import mark_blockquotes
from transforms.bylines import find_byline
from transforms.paragraphs import squeeze
from transforms.records import Mark, Role

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_BOX_TAGS = frozenset({"nav", "footer", "aside", "form", "dialog"})
_NEVER_TEXT = frozenset({"nav", "footer", "form", "dialog"})
_MOST_OF_PAGE = 0.5
_MOST_OF_PART = 0.85
_MAX_LINKED = 0.5
_WRAPPER_SHARE = 0.3
_MIN_LOOSE_WORDS = 6
_MIN_SENTENCE_WORDS = 3
_MIN_LINK_WORDS = 4
_OPENING_BLOCKS = 6
_NEAR_BLOCKS = 10
_MIN_CONSENTS, _MOSTLY_CONSENT = 2, 0.5
_FULL_STOP = re.compile(r"[.!?][\"”’»)\]]*$")
_DATELINE_NAMES = frozenset({"dateline", "article-dateline", "story-dateline", "dateline-text", "article-location"})
_DATELINE_MARK = re.compile(r"\s*[—–―:|-]*\s*")


@dataclass(frozen=True, slots=True)
class Body:
    """The article's paragraphs, with what the mark-up says of some, and the text of the boxes that were left out."""

    paragraphs: tuple[str, ...] = ()
    marks: tuple[Mark, ...] = ()
    left_out: str = ""
    figures: int = 0
    boxes: int = 0
    walls: int = 0
    consents: int = 0
    paired: float = 0.0
    is_live: bool = False
    authors: tuple[str, ...] = ()


@dataclass(slots=True)
class _Draft:
    """The paragraphs gathered so far."""

    paragraphs: list[str] = field(default_factory=list)
    marks: list[Mark] = field(default_factory=list)

    def add(self, text: str, **known: object) -> None:
        if known:
            self.marks.append(Mark(len(self.paragraphs), **known))  # type: ignore[arg-type]
        self.paragraphs.append(text)


def find_body(root: HtmlElement, data: PageData, titles: Sequence[str], phrases: PagePhrases) -> Body:
    """Return the article's paragraphs.

    Args:
        root: the page's body; it is changed.
        data: what the page's JSON-LD says.
        titles: the article's headline and its other forms: such a block is no paragraph.
        phrases: names of boxes, and words of notices.
    """
    figures = root.findall(".//figure")
    captions = squeeze(" ".join(figure.text_content() for figure in figures))
    embeds = replace_embeds(root)
    set_quotations(root)
    entries = find_entries(root, data, phrases.boxes)
    authors = (
        (find_authors(root, entries, phrases.boxes) or _find_line_above(root, entries[0], phrases)) if entries else ()
    )
    total = _weigh(root, phrases)
    removed = _remove_boxes(root, total, phrases)
    blocks = list_blocks(root)
    consents = sum(phrases.is_consent(block.text) for block in blocks)
    walls = removed.walls + sum(phrases.is_wall(block.text) for block in blocks)
    draft = _Draft()
    homes = _find_homes(root, entries, phrases)
    squeezed = {squeeze(title) for title in titles} - {""}
    chosen = [block for block in blocks if _is_inside(block.home, homes)]
    entry_of = {entry.element: number for number, entry in enumerate(entries)}
    selected = _select(chosen, squeezed, phrases)
    for block in selected:
        _add_block(draft, block, embeds, entries, entry_of, phrases.boxes)
    return Body(
        tuple(mark_blockquotes(draft.paragraphs, _number_blockquotes(selected))),
        tuple(draft.marks),
        squeeze(" ".join(removed.texts)) + captions,
        len(figures),
        sum(_is_inside(place, homes) for place in removed.places),
        walls,
        consents,
        _pair(chosen),
        bool(entries),
        authors,
    )


def _find_line_above(root: HtmlElement, first: LiveEntry, phrases: PagePhrases) -> tuple[str, ...]:
    """Return the authors that a line above the first entry names: "By Ann Lisk"."""
    for block in list_blocks(root):
        if first.element in (block.home, *block.home.iterancestors()):
            break
        if names := find_byline(block.text, phrases.seeds.byline_words):
            return names
    return ()


def _number_blockquotes(blocks: Sequence[Block]) -> list[int | None]:
    """Return for each block the number of the block quotation around it; posts and headings are in none."""
    numbers: dict[HtmlElement, int] = {}
    found: list[int | None] = []
    for block in blocks:
        around = next((e for e in (block.home, *block.home.iterancestors()) if e.tag == "blockquote"), None)
        is_quoted = around is not None and block.tag not in HEADINGS and block.home.get("data-embed") is None
        found.append(numbers.setdefault(around, len(numbers)) if around is not None and is_quoted else None)
    return found


def _pair(blocks: Sequence[Block]) -> float:
    """Return the share of the prose that stands right behind a link of its own, as a teaser behind its title."""
    behind = [
        before.linked > _MAX_LINKED and len(before.text.split()) >= _MIN_LINK_WORDS
        for before, block in pairwise(blocks)
        if block.is_prose
    ]
    return sum(behind) / len(behind) if behind else 0.0


def _add_block(
    draft: _Draft,
    block: Block,
    embeds: Sequence[Embed],
    entries: Sequence[LiveEntry],
    entry_of: dict[HtmlElement, int],
    boxes: Mapping[str, str],
) -> None:
    known: dict[str, object] = {}
    number = next((entry_of[e] for e in (block.home, *block.home.iterancestors()) if e in entry_of), None)
    if number is not None:
        entry = entries[number]
        known |= {"entry_no": number + 1, "entry_at": entry.at, "entry_author": entry.author}
    index = block.home.get("data-embed")
    if index is not None:
        embed = embeds[int(index)]
        known |= {"role": Role.EMBED, "post_author": embed.author, "post_network": embed.network}
    elif any(kind_of(e, boxes) == "start" for e in (block.home, *block.home.iterancestors())):
        known |= {"role": Role.STANDFIRST}
    elif block.tag in HEADINGS:
        known |= {"role": Role.SUBHEAD}
    elif (end := _find_dateline_end(block)) is not None:
        known |= {"dateline_end": end}
    draft.add(block.text, **known)


def _find_dateline_end(block: Block) -> int | None:
    """Return where the dateline ends that a paragraph begins with in an element so named, its dash included."""
    first = next((e for e in block.home.iter() if _DATELINE_NAMES.intersection(tokens_of(e))), None)
    words = " ".join(first.text_content().split()) if first is not None else ""
    if not words or not block.text.startswith(words):
        return None
    match = _DATELINE_MARK.match(block.text, len(words))
    return match.end() if match and match.end() < len(block.text) else None


def _weigh(root: HtmlElement, phrases: PagePhrases) -> dict[HtmlElement, int]:
    """Return for each element the characters of prose in it, notices left out."""
    weights: dict[HtmlElement, int] = {}
    for block in list_blocks(root):
        if block.is_prose and not phrases.is_notice(block.text):
            for element in (block.home, *block.home.iterancestors()):
                weights[element] = weights.get(element, 0) + len(block.text)
    return weights


@dataclass(slots=True)
class _Removed:
    """The boxes that were taken out: their text, where those with words stood, and how many were walls."""

    texts: list[str] = field(default_factory=list)
    places: list[HtmlElement] = field(default_factory=list)
    walls: int = 0


def _remove_boxes(root: HtmlElement, weights: dict[HtmlElement, int], phrases: PagePhrases) -> _Removed:
    """Take the boxes out, but none that holds most of the page's prose."""
    most = weights.get(root, 0) * _MOST_OF_PAGE
    asking = _find_consents(root, phrases)
    removed = _Removed()
    for element in list(root.iter()):
        if not isinstance(element.tag, str) or element is root or element.getparent() is None:
            continue
        kind = "box" if element.tag in _BOX_TAGS or _is_hidden(element) else kind_of(element, phrases.boxes)
        if element.tag == "table":
            kind = "box" if not _is_layout(element, weights) else None
        elif element in asking:
            kind = "box"
        elif kind == "box" and element.tag == "p" and _leads(element, weights, most):
            kind = None
        is_large = (
            weights.get(element, 0) > most and element.tag not in _NEVER_TEXT and not _lists_links(element, weights)
        )
        if kind not in {"box", "wall", "byline"} or is_large or root not in element.iterancestors():
            continue
        text = element.text_content()
        removed.walls += kind == "wall" and phrases.is_wall(text)
        if kind == "box" and _is_wrapper(element, weights, most, phrases):
            continue
        if kind == "wall" and not phrases.is_wall(text) and weights.get(element, 0):
            continue  # what lies behind a wall is the article
        removed.texts.append(text)
        if any(map(str.isalpha, text)):
            removed.places.append(element.getparent())
        element.drop_tree()
    return removed


def _find_consents(root: HtmlElement, phrases: PagePhrases) -> set[HtmlElement]:
    """Return the elements in which half of the prose asks for consent: the rest of it lists purposes and vendors."""
    prose: dict[HtmlElement, int] = {}
    asking: dict[HtmlElement, list[int]] = {}
    for block in list_blocks(root):
        if block.is_prose:
            is_consent = phrases.is_consent(block.text)
            for element in (block.home, *block.home.iterancestors()):
                prose[element] = prose.get(element, 0) + len(block.text)
                if is_consent:
                    asking.setdefault(element, []).append(len(block.text))
    return {
        element
        for element, sizes in asking.items()
        if len(sizes) >= _MIN_CONSENTS and sum(sizes) >= prose[element] * _MOSTLY_CONSENT
    }


def _leads(element: HtmlElement, weights: dict[HtmlElement, int], most: float) -> bool:
    """Whether an element is the article's first paragraph, apart from the others: prose alone, right before them."""
    below = element.getnext()
    if below is None or weights.get(below, 0) < max(most, 1) or not weights.get(element, 0):
        return False
    blocks = list_blocks(element)
    return (
        len(blocks) == 1
        and blocks[0].is_prose
        and not any(weights.get(e, 0) for e in element.itersiblings(preceding=True))
        and next(element.iter("a", "form", "button", "input"), None) is None
    )


def _lists_links(element: HtmlElement, weights: dict[HtmlElement, int]) -> bool:
    """Whether a box holds as many links as paragraphs: teasers, however long."""
    links = sum(1 for a in element.iter("a") if len((a.text_content() or "").split()) > 2)
    paragraphs = sum(
        1 for e in element.iter("p", "div", "li") if weights.get(e, 0) and not any(weights.get(c, 0) for c in e)
    )
    return links > 2 and links >= paragraphs


def _is_wrapper(element: HtmlElement, weights: dict[HtmlElement, int], most: float, phrases: PagePhrases) -> bool:
    """Whether an element only sounds like a box ("teaser-content"): it holds paragraphs of prose, no links, no form."""
    is_named = element.tag in _BOX_TAGS or _is_hidden(element) or any(n in phrases.boxes for n in tokens_of(element))
    paragraphs = [p for p in element.iter("p") if weights.get(p, 0)]
    return (
        not is_named
        and len(paragraphs) > 1
        and weights.get(element, 0) > most * _WRAPPER_SHARE
        and next(element.iter("a", "form", "input", "button"), None) is None
    )


def _is_hidden(element: HtmlElement) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    return element.get("aria-hidden") == "true" or element.get("hidden") is not None or "display:none" in style


def _is_layout(table: HtmlElement, weights: dict[HtmlElement, int]) -> bool:
    """Whether a table is a page's layout: it holds prose, not figures."""
    return weights.get(table, 0) > 0 and len(table.findall(".//th")) == 0


def _find_homes(root: HtmlElement, entries: Sequence[LiveEntry], phrases: PagePhrases) -> list[HtmlElement]:
    """Return the elements that hold the article: named so, or those in which most of the prose stands."""
    weights = _weigh(root, phrases)
    total = weights.get(root, 0)
    named = [e for e in root.iter() if isinstance(e.tag, str) and _is_body(e, phrases) and weights.get(e, 0)]
    named = [e for e in named if not any(other in named for other in e.iterancestors())]
    if entries:
        held = [e for entry in entries for e in (entry.element, *entry.element.iterancestors())]
        counts = Counter(held)
        all_of_them = [e for e, count in counts.items() if count == len(entries) and e is not root]
        # the lowest element around all entries, or the article around it
        lowest = max(all_of_them, key=lambda e: sum(1 for _ in e.iterancestors()), default=root)
        return [
            next(
                (e for e in (lowest, *lowest.iterancestors("article", "main")) if e.tag in {"article", "main"}), lowest
            )
        ]
    starts = [e for e in root.iter() if isinstance(e.tag, str) and kind_of(e, phrases.boxes) == "start"]
    if named and sum(weights.get(e, 0) for e in named) >= total * _MOST_OF_PAGE:
        return [*named, *starts, *_find_leads(named, weights, total)]
    home = root
    for tag in ("main", "article"):
        best = max(home.iter(tag), key=lambda e: weights.get(e, 0), default=None)
        if best is not None and weights.get(best, 0) >= total * _MOST_OF_PAGE:
            home = best
    homes = [home if home.tag == "article" else _narrow(home, weights)]
    return [*homes, *starts, *_find_leads(homes, weights, total)]


def _find_leads(homes: Sequence[HtmlElement], weights: dict[HtmlElement, int], total: int) -> list[HtmlElement]:
    """Return the first paragraphs that stand right before the elements with the others."""
    before = [home.getprevious() for home in homes]
    return [e for e in before if e is not None and _leads(e, weights, total * _MOST_OF_PAGE)]


def _is_body(element: HtmlElement, phrases: PagePhrases) -> bool:
    return (element.get("itemprop") or "").lower() == "articlebody" or kind_of(element, phrases.boxes) == "body"


def _narrow(home: HtmlElement, weights: dict[HtmlElement, int]) -> HtmlElement:
    """Return the lowest element that holds most of the prose of this one."""
    while True:
        child = max((e for e in home if e in weights), key=lambda e: weights[e], default=None)
        if child is None or weights[child] < weights.get(home, 0) * _MOST_OF_PART or child.tag in {"p", "blockquote"}:
            return home
        home = child


def _is_inside(element: HtmlElement, homes: Sequence[HtmlElement]) -> bool:
    return any(e in homes for e in (element, *element.iterancestors()))


def _select(blocks: Sequence[Block], titles: set[str], phrases: PagePhrases) -> list[Block]:
    """Return the blocks that are the article's: prose, short lines in paragraphs, and headings that prose follows."""
    kept: list[Block] = []
    for number, block in enumerate(blocks):
        if squeeze(block.text) in titles or block.tag == "h1" or phrases.is_notice(block.text):
            continue
        is_post = block.home.get("data-embed") is not None
        if not is_post and number < _OPENING_BLOCKS and phrases.is_opening_line(block.text):
            continue
        if block.tag in HEADINGS:
            is_kept = block.linked <= _MAX_LINKED and not phrases.is_box_heading(block.text)
        else:
            around = [*blocks[max(0, number - 1) : number], *blocks[number + 1 : number + 2]]
            is_kept = (
                is_post
                or _is_text(block)
                or (block.linked == 0 and _belongs(block, around))
                or (block.linked > _MAX_LINKED and _is_linked_sentence(blocks, number, phrases))
            )
        if is_kept:
            kept.append(block)
    return [
        b
        for n, b in enumerate(kept)
        if b.tag not in HEADINGS
        or kind_of(b.home, phrases.boxes) == "start"
        or (n + 1 < len(kept) and kept[n + 1].tag not in HEADINGS)
    ]


def _belongs(block: Block, around: Sequence[Block]) -> bool:
    """Whether a short line is of the prose around it, in one element: a subhead between two, a sentence beside one."""
    beside = [other.home is block.home and other.is_prose for other in around]
    is_sentence = len(block.text.split()) >= _MIN_SENTENCE_WORDS and ends_as_sentence(block.text)
    return (len(beside) > 1 and all(beside)) or (is_sentence and any(beside))


def _is_linked_sentence(blocks: Sequence[Block], number: int, phrases: PagePhrases) -> bool:
    """Whether a paragraph that is mostly a link is one of the story's.

    Links to other stories are titles: no full stop ends them, nobody speaks in them, or they stand in rows and at the
    end. A link between paragraphs of the same element is a sentence of theirs, and so is one in which somebody speaks.
    """
    block = blocks[number]
    is_sentence = len(block.text.split()) >= _MIN_SENTENCE_WORDS and _FULL_STOP.search(block.text) is not None
    if block.tag not in {"p", "div"} or not is_sentence or phrases.is_addressed([block.text]):
        return False
    near = (blocks[max(0, number - _NEAR_BLOCKS) : number][::-1], blocks[number + 1 : number + 1 + _NEAR_BLOCKS])
    before, after = (next((b for b in run if not _is_linked(b)), None) for run in near)
    beside = [b is not None and b.is_prose and _are_siblings(b, block) for b in (before, after)]
    if phrases.quotes_somebody(block.text):
        return any(beside)
    in_row = any(map(_is_linked, [*blocks[max(0, number - 1) : number], *blocks[number + 1 : number + 2]]))
    return not in_row and beside[1] and (beside[0] or number == 0 or not _are_siblings(blocks[number - 1], block))


def _is_linked(block: Block) -> bool:
    return block.linked > _MAX_LINKED


def _are_siblings(one: Block, other: Block) -> bool:
    return one.home is other.home or (one.tag == other.tag and one.home.getparent() is other.home.getparent())


def _is_text(block: Block) -> bool:
    if block.linked > _MAX_LINKED:
        return False
    words = len(block.text.split())
    return block.is_prose or block.tag in {"p", "li", "blockquote", "dd", "x-embed"} or words >= _MIN_LOOSE_WORDS
