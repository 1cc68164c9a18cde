"""Find quotations: stretches of words inside quotation marks.

One pass over each paragraph. Double marks of any style pair with each other, since newsrooms mix them
("… '' or “… "); single marks count only where their neighbours rule an apostrophe out. A mark that is left open
runs to the end of its paragraph, or on through every following paragraph that opens with a mark again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

Span = tuple[int, int]

_MARK = re.compile(r"''|``|‘‘|’’|,,(?=\w)|[\"“”„‟«»＂]|['‘’‚‛`‹›]")
_OPENING_DOUBLE = frozenset({"“", "„", "‟", "«", "``", "‘‘", ",,"})
_CLOSING_DOUBLE = frozenset({"”", "»", "’’"})
_NEUTRAL_DOUBLE = frozenset({'"', "''", "＂"})
_DOUBLE = _OPENING_DOUBLE | _CLOSING_DOUBLE | _NEUTRAL_DOUBLE
_OPENING_SINGLE = frozenset({"'", "‘", "‚", "‛", "`", "‹"})
_CLOSING_SINGLE = frozenset({"'", "’", "‘", "‛", "`", "›"})
_BEFORE_OPENING = frozenset("([{<—–-―/|:;,=…")
# 'em, 'tis, '90s: an apostrophe that stands where a word's first letters were left out
_ELISION = re.compile(
    r"(?:\d\ds?\b|(?:em|tis|twas|til|till|cause|cos|bout|round|n|im|er|ello|nuff|sup|kay|gainst)\b)", re.I
)
_INCHES = re.compile(r"\d\s?['’′]\s?\d{1,2}$")
_WORD = re.compile(r"\w")
_LONG_GAP = 80


@dataclass(frozen=True, slots=True)
class Quotation:
    """Quoted pieces of an article's text, in order, marks outside; ``outer`` is the whole with its marks.

    ``closed`` is false where the closing mark is missing.
    """

    spans: tuple[Span, ...]
    outer: Span
    closed: bool = True

    @property
    def start(self) -> int:
        """The first quoted character."""
        return self.spans[0][0]

    @property
    def end(self) -> int:
        """The end of the last quoted character, exclusive."""
        return self.spans[-1][1]


@dataclass(slots=True)
class _Open:
    """A quotation whose closing mark is still to come."""

    mark_start: int
    text_start: int
    single: bool
    pieces: list[Span]


def scan_quotations(text: str, paragraphs: Sequence[Span]) -> list[Quotation]:
    """Return the outermost quotations of the given paragraphs, in order.

    Args:
        text: the article's text.
        paragraphs: (start, end) of each paragraph to read, rising. Only neighbours in this list can share a quotation.

    Quotations inside quotations are part of the outer one. Time is linear in the length of the paragraphs.
    """
    found: list[Quotation] = []
    pending: _Open | None = None
    for number, (start, end) in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        pending = _scan_paragraph(text, start, end, following, pending, found)
    return found


def _scan_paragraph(
    text: str, start: int, end: int, following: Span | None, pending: _Open | None, found: list[Quotation]
) -> _Open | None:
    """Append the paragraph's quotations; return the one that goes on in the following paragraph, if any."""
    marks = [m.span() for m in _MARK.finditer(text, start, end)]
    opened = pending
    index = 0
    if opened is not None:  # the paragraph repeats the opening mark: the caller made sure that it does
        opened.text_start = marks[0][1]
        index = 1
    while index < len(marks):
        if opened is not None and opened.single:
            closing = _find_single_closing(text, marks, index, start, end)
            if closing is None:
                break
            _close(text, opened, *marks[closing], found)
            opened, index = None, closing + 1
            continue
        at, after = marks[index]
        index += 1
        mark = text[at:after]
        if mark in _DOUBLE:
            left, right = text[at - 1 : at] if at > start else "", text[after : after + 1] if after < end else ""
            if opened is None:
                if _is_opening(text, mark, at, start, left, right):
                    opened = _Open(at, after, False, [])
            elif _reopens(mark, left, right) and not _ends_before_cue(text, opened.text_start, at, after):
                _close(text, opened, at, at, found, closed=False)
                opened = _Open(at, after, False, [])
            elif not (mark in _NEUTRAL_DOUBLE and _INCHES.search(text, max(start, at - 6), at)):
                _close(text, opened, at, after, found)
                opened = None
        elif opened is None and _is_single_opening(text, at, after, start, end):
            closing = _find_single_closing(text, marks, index, start, end)
            if closing is not None:
                _close(text, _Open(at, after, True, []), *marks[closing], found)
                index = closing + 1
            elif at == start and _opens_with(text, following, single=True):
                opened = _Open(at, after, True, [])
                break
    if opened is None:
        return None
    if _opens_with(text, following, single=opened.single) and not _passes_on(text, opened, start, end, following):
        opened.pieces.append((opened.text_start, end))
        return opened
    _close(text, opened, end, end, found, closed=False)
    return None


def _close(text: str, opened: _Open, at: int, after: int, found: list[Quotation], closed: bool = True) -> None:
    pieces = [*opened.pieces, (opened.text_start, at)]
    spans = tuple(piece for piece in (trim_span(text, *piece) for piece in pieces) if _WORD.search(text, *piece))
    if spans:
        found.append(Quotation(spans, (opened.mark_start, max(after, spans[-1][1])), closed))


def trim_span(text: str, start: int, end: int) -> Span:
    """Return the span without the white space at its edges."""
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, end


def _is_opening(text: str, mark: str, at: int, start: int, left: str, right: str) -> bool:
    """Whether a double mark opens a quotation, none being open."""
    can_open = bool(right) and not right.isspace()
    if mark in _OPENING_DOUBLE:
        return can_open or not left or left.isspace()
    free = not left or left.isspace() or left in _BEFORE_OPENING or left in _OPENING_SINGLE
    if mark in _CLOSING_DOUBLE:
        return can_open and free and _WORD.match(right) is not None
    if left.isdigit():
        return False
    # a mark between two words is a lost space; one that only follows a word closes what was never opened
    return free or (can_open and _WORD.match(right) is not None and not _INCHES.search(text, max(start, at - 6), at))


def _reopens(mark: str, left: str, right: str) -> bool:
    """Whether a double mark opens again although one is open: the closing mark was forgotten."""
    if not right or right.isspace():
        return False
    if mark in _CLOSING_DOUBLE:
        return False
    free = not left or left.isspace() or left in "([{"
    return free if mark in _NEUTRAL_DOUBLE else free or left in _BEFORE_OPENING


_CUE_BEHIND = re.compile(r"(?:(?:s?he|they|it|who) )?(?:said|says|added|told|wrote|asked)\b")


def _ends_before_cue(text: str, start: int, at: int, after: int) -> bool:
    """Whether an opening mark stands for the closing one before a cue: “It is late, “he said."""
    said = text[start:at].rstrip()
    return said.endswith((",", ".", "?", "!")) and _CUE_BEHIND.match(text, after) is not None


def _is_single_opening(text: str, at: int, after: int, start: int, end: int) -> bool:
    """Whether a single mark can open a quotation: outside a word, before one, and no letters elided."""
    if text[at:after] not in _OPENING_SINGLE or after >= end:
        return False
    if at > start:
        left = text[at - 1]
        if not (left.isspace() or left in _BEFORE_OPENING or left in '"“'):
            return False
    right = text[after]
    return (right.isalnum() or right in '"“[(…$£€') and not _ELISION.match(text, after, end)


def _find_single_closing(text: str, marks: Sequence[Span], index: int, start: int, end: int) -> int | None:
    """Return which of the marks closes a single quotation that opened before ``marks[index]``.

    A mark after an s, or after -in (workers' pay, nothin' to say), may be an apostrophe: it closes only when no
    better one stands before the next opening mark, or when the better one is far away.
    """
    doubtful: int | None = None
    inside_double = False
    for i in range(index, len(marks)):
        at, after = marks[i]
        mark = text[at:after]
        if mark in _DOUBLE:
            left = text[at - 1 : at] if at > start else ""
            inside_double = mark in _OPENING_DOUBLE or (
                mark in _NEUTRAL_DOUBLE and not inside_double and not left.isalnum()
            )
            continue
        if inside_double:
            continue
        if _is_single_opening(text, at, after, start, end):
            break
        left, right = text[at - 1], text[after] if after < end else ""
        if mark not in _CLOSING_SINGLE or left.isspace() or right.isalnum():
            continue
        in_word = left in "sS" or (left == "n" and text[at - 2 : at] == "in")
        if in_word and right.isspace():
            doubtful = i if doubtful is None else doubtful
        elif doubtful is not None and at - marks[doubtful][0] > _LONG_GAP:
            return doubtful
        else:
            return i
    return doubtful


def _opens_with(text: str, paragraph: Span | None, single: bool) -> bool:
    """Whether the paragraph begins with an opening mark of the same kind."""
    if paragraph is None:
        return False
    start, end = paragraph
    first = _MARK.match(text, start, end)
    if first is None or first.end() >= end or text[first.end()].isspace():
        return False
    if single:
        return _is_single_opening(text, first.start(), first.end(), start, end)
    return first.group() in _DOUBLE


_PRONOUN_OR_NAME = re.compile(r"\b(?:he|she|they|I|we)\b|(?:[A-Z][\w’'-]*\.?\s+)*([A-Z][\w’'-]+)")
_CUE_LENGTH = 60


def _passes_on(text: str, opened: _Open, start: int, end: int, following: Span | None) -> bool:
    """Whether the following paragraph's quotation is another person's, so that a closing mark was forgotten.

    That is when this paragraph names a speaker before the open mark ("…," said Ana Rooy. "…), and the following one
    gives its words to a name that this one does not have.
    """
    if opened.single or opened.pieces or following is None or not _WORD.search(text, start, opened.mark_start):
        return False
    marks = [m.span() for m in _MARK.finditer(text, *following) if m.group() in _DOUBLE]
    if len(marks) < 2 or text[marks[1][0] - 1] not in ",?!":
        return False
    cue = text[marks[1][1] : min(following[1], marks[1][1] + _CUE_LENGTH)]
    found = _PRONOUN_OR_NAME.search(re.split(r"[,;:\"“]", cue)[0])
    return found is not None and found[1] is not None and found[1] not in text[start:end]


def join_interrupted(
    quotations: Iterable[Quotation], text: str, is_cue_between: Callable[[int, int], bool]
) -> list[Quotation]:
    """Join quotations that their cue interrupts inside one sentence: "…," he said, "…" is one with two spans.

    ``is_cue_between(start, end)`` says whether the text between the two marks holds just a speaker and a cue.
    """
    joined: list[Quotation] = []
    for quotation in quotations:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.closed
            and _may_go_on(text, last, quotation)
            and is_cue_between(last.outer[1], quotation.outer[0])
        ):
            joined[-1] = replace(
                last,
                spans=last.spans + quotation.spans,
                outer=(last.outer[0], quotation.outer[1]),
                closed=quotation.closed,
            )
        else:
            joined.append(quotation)
    return joined


_SENTENCE_END = re.compile(r"[.!?]\s+[\"“‘'(]*[A-Z]|[:;]|\n")


def _may_go_on(text: str, first: Quotation, second: Quotation) -> bool:
    """Whether the text between two quotations could be an interruption: short, and ended by a comma."""
    between = text[first.outer[1] : second.outer[0]]
    if not 3 < len(between) <= 160 or not between.rstrip().endswith((",", "—", "–", "--")):
        return False
    ends_open = text[first.end - 1] in ",?!…—–-;" or between.lstrip()[:1] in {",", *"abcdefghijklmnopqrstuvwxyz"}
    return ends_open and not _SENTENCE_END.search(between)
