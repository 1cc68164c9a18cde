"""Find quotations: stretches of words inside quotation marks.

One pass over each paragraph. Double marks of any style pair with each other, since newsrooms mix them
("… '' or “… "); single marks count only where their neighbours rule an apostrophe out. A mark that is left open
runs to the end of its paragraph, or on through every following paragraph that opens with a mark again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Container, Iterable, Sequence
from dataclasses import dataclass, replace

from transforms.extract.names import fold
from transforms.lexicon import join_words, load_chosen

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
_ELISION = re.compile(rf"(?:\d\ds?\b|{join_words('elided_words')}\b)", re.I)
_INCHES = re.compile(r"\d\s?['’′]\s?\d{1,2}$")
_WORD = re.compile(r"\w")
_SENTENCE_ENDS = frozenset(".!?…")
_CUE_LENGTH = 60
# a cue at the end of an open quotation: its closing mark was forgotten
_SAID_SO = re.compile(
    rf"(?:\b{join_words('said_verbs')}\b[^.:\"“”]{{0,40}}|, (?:s?he|they|(?:[A-Z]\w+ )?[A-Z]\w+) \w+[sd])\.\s*$"
)

MOST_MARKS = 300
"""Marks, apostrophes among them, inside a quotation in single marks."""


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
    for number, paragraph in enumerate(paragraphs):
        pending = _scan_paragraph(text, paragraph, paragraphs[number + 1 : number + 2], pending, found)
    return found


def _scan_paragraph(
    text: str, paragraph: Span, following: Sequence[Span], pending: _Open | None, found: list[Quotation]
) -> _Open | None:
    """Append the paragraph's quotations; return the one that goes on in the following paragraph, if any."""
    start, end = paragraph
    marks = [m.span() for m in _MARK.finditer(text, start, end)]
    opened, index = pending, 0
    if opened is not None:
        is_repeated = bool(marks) and marks[0][0] == start and not _closes_on(text, paragraph)
        opened.text_start, index = (marks[0][1], 1) if is_repeated else (start, 0)
    doubles = [mark for mark in marks[index:] if text[slice(*mark)] in _DOUBLE]
    goes_on = _goes_on(text, following)
    acts = dict(zip(doubles, _read_marks(text, paragraph, doubles, opened is not None, goes_on), strict=True))
    while index < len(marks):
        at, after = marks[index]
        act = acts.get(marks[index])
        index += 1
        if opened is None and act is None and _is_single_opening(text, at, after, start, end):
            closing = _find_single_closing(text, marks, index, end)
            if closing is not None:
                _close(text, _Open(at, after, []), *marks[closing], found)
                index = closing + 1
        else:
            opened = _act(text, act, marks[index - 1], opened, found)
    if opened is None:
        return None
    if goes_on and not _passes_on(text, opened, start, end, following[0]):
        opened.pieces.append((opened.text_start, end))
        return opened
    _close(text, opened, end, end, found, closed=False)
    return None


def _act(text: str, act: str | None, mark: Span, opened: _Open | None, found: list[Quotation]) -> _Open | None:
    """Do what a double mark does, and return the quotation that is open then."""
    at, after = mark
    if act == _OPEN:
        return _Open(at, after, [])
    if opened is None:
        return None
    if act == _CLOSE:
        _close(text, opened, at, after, found)
        return None
    if act == _RENEW:
        _close(text, opened, at, at, found, closed=False)
        return _Open(at, after, [])
    if act == _REPEAT:
        opened.pieces.append((opened.text_start, at))
        opened.text_start = after
    return opened


# What a double mark may do: _REPEAT opens a paragraph of a quotation whose break was lost, _RENEW opens another
# quotation although the closing mark before it was forgotten, _NEST and _UNNEST hold a quotation in the quotation.
_OPEN, _CLOSE, _REPEAT, _RENEW, _NEST, _UNNEST, _SKIP = "open", "close", "repeat", "renew", "nest", "unnest", "skip"
_OUT, _IN, _INNER = 0, 1, 2
_MOVES = {
    _OUT: ((_OPEN, _IN), (_SKIP, _OUT)),
    _IN: ((_CLOSE, _OUT), (_REPEAT, _IN), (_RENEW, _IN), (_NEST, _INNER), (_SKIP, _IN)),
    _INNER: ((_UNNEST, _IN), (_SKIP, _INNER)),
}


@dataclass(frozen=True, slots=True)
class _Costs:
    """How unlikely a reading is beside a mark that stands as it should (``data/models/quotation_marks.json``).

    A path of many marks adds them up.

    Attributes:
        glyph: a closing mark opens, or an opening one closes.
        space: a mark closes behind a space.
        free: the same, with nothing behind it either.
        lost_space: the space beside a mark was lost.
        lost_break: the break before an opening mark was lost.
        impossible: a mark opens before a space, and the like.
        skipped: a mark means nothing.
        nested: a quotation in a quotation opens.
        forgotten: the closing mark before another quotation was forgotten.
        never_closed: a quotation is open at a paragraph's end though it may not go on.
        never_unnested: the same of one in another.
        mid_sentence: a quotation opens anew in the middle of a sentence.
    """

    glyph: float
    space: float
    free: float
    lost_space: float
    lost_break: float
    impossible: float
    skipped: float
    nested: float
    forgotten: float
    never_closed: float
    never_unnested: float
    mid_sentence: float


_COSTS = load_chosen("quotation_marks", _Costs)


def _read_marks(text: str, paragraph: Span, marks: Sequence[Span], is_open: bool, goes_on: bool) -> list[str]:
    """Return what each double mark of a paragraph does: the cheapest path through all of them.

    Args:
        text: the article's text.
        paragraph: where the paragraph stands.
        marks: its double marks.
        is_open: whether a quotation is open where they begin.
        goes_on: whether one may be open where the paragraph ends.
    """
    costs: dict[int, float] = {_IN if is_open else _OUT: 0.0}
    steps: list[dict[int, tuple[int, str]]] = []
    for mark in marks:
        opening, closing = _cost_of_opening(text, paragraph, mark), _cost_of_closing(text, paragraph, mark)
        is_inch = _INCHES.search(text, max(paragraph[0], mark[0] - 6), mark[0]) is not None
        before = text[max(paragraph[0], mark[0] - _CUE_LENGTH) : mark[0]]
        ends = before.rstrip()[-1:] in _SENTENCE_ENDS
        price = {
            _OPEN: opening,
            _CLOSE: closing + (_COSTS.glyph if is_inch else 0.0),
            _REPEAT: opening
            + (0.0 if ends else _COSTS.mid_sentence)
            + (2 * _COSTS.forgotten if _SAID_SO.search(before) else 0),
            _RENEW: opening + _COSTS.forgotten,
            _NEST: opening + _COSTS.nested,
            _UNNEST: closing,
            _SKIP: 0.0 if is_inch else _COSTS.skipped,
        }
        reached: dict[int, float] = {}
        came: dict[int, tuple[int, str]] = {}
        for state, cost in costs.items():
            for act, to in _MOVES[state]:
                total = cost + price[act]
                if to not in reached or total < reached[to]:
                    reached[to], came[to] = total, (state, act)
        costs = reached
        steps.append(came)
    at_end = {_OUT: 0.0, _IN: 0.0 if goes_on else _COSTS.never_closed, _INNER: _COSTS.never_unnested}
    state = min(costs, key=lambda s: costs[s] + at_end[s])
    acts: list[str] = []
    for came in reversed(steps):
        state, act = came[state]
        acts.append(act)
    return acts[::-1]


def _cost_of_opening(text: str, paragraph: Span, mark: Span) -> float:
    """Return how unlikely a double mark opens: by its form, and by what stands beside it."""
    (start, end), (at, after) = paragraph, mark
    glyph = text[at:after]
    left, right = text[at - 1 : at] if at > start else "", text[after : after + 1] if after < end else ""
    cost = _COSTS.glyph if glyph in _CLOSING_DOUBLE else 0.0
    is_free = not left or left.isspace() or left in _BEFORE_OPENING or left in _OPENING_SINGLE
    if not right or right.isspace():
        cost += _COSTS.lost_space if glyph in _OPENING_DOUBLE and (not left or left.isspace()) else _COSTS.impossible
    elif not is_free:
        lost = _COSTS.lost_break if left in _SENTENCE_ENDS and right.isupper() else _COSTS.lost_space
        cost += 0.0 if glyph in _OPENING_DOUBLE else lost if right.isalnum() else _COSTS.impossible
    return cost


def _cost_of_closing(text: str, paragraph: Span, mark: Span) -> float:
    """Return how unlikely a double mark closes."""
    (start, end), (at, after) = paragraph, mark
    glyph = text[at:after]
    left, right = text[at - 1 : at] if at > start else "", text[after : after + 1] if after < end else ""
    cost = _COSTS.glyph if glyph in _OPENING_DOUBLE else 0.0
    is_bound = bool(right) and right.isalnum()
    if not left or left.isspace():
        return cost + (_COSTS.space if is_bound or (right and not right.isspace()) else _COSTS.free)
    if is_bound:
        cost += _COSTS.lost_space
    return cost


def _goes_on(text: str, following: Sequence[Span]) -> bool:
    """Whether a quotation that is open where a paragraph ends may go on in the following one.

    That one repeats the opening mark, or closes a sentence that a break tore: there is too much chilli, which
    disguises / the other flavours,” he said.
    """
    if not following:
        return False
    if _opens_with_mark(text, following[0]):
        return True
    return _closes_on(text, following[0])


def _closes_on(text: str, paragraph: Span) -> bool:
    """Whether the first double mark of a paragraph closes a quotation and can open none."""
    first = next((m.span() for m in _MARK.finditer(text, *paragraph) if m.group() in _DOUBLE), None)
    if first is None or first[0] == paragraph[0]:
        return False
    return _cost_of_closing(text, paragraph, first) == 0 and _cost_of_opening(text, paragraph, first) >= _COSTS.glyph


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


def _find_single_closing(text: str, marks: Sequence[Span], index: int, end: int) -> int | None:
    """Return which of the marks closes a single quotation that opened before ``marks[index]``.

    A mark after an s, or after -in (workers' pay, nothin' to say), may be an apostrophe: it closes only when no
    better one stands before the next opening mark, or when the better one is far away.
    """
    doubtful: int | None = None
    for i in range(index, min(len(marks), index + MOST_MARKS)):
        at, after = marks[i]
        mark = text[at:after]
        left, right = text[at - 1], text[after] if after < end else ""
        if mark not in _CLOSING_SINGLE or left.isspace() or right.isalnum():
            continue
        in_word = left in "sS" or (left == "n" and text[at - 2 : at] == "in")
        if in_word and right.isspace():
            doubtful = i if doubtful is None else doubtful
        else:
            return i
    return doubtful


def _opens_with_mark(text: str, paragraph: Span) -> bool:
    """Whether a paragraph begins with a double mark that can open."""
    start, end = paragraph
    first = _MARK.match(text, start, end)
    if first is None or first.end() >= end or text[first.end()].isspace():
        return False
    return first.group() in _DOUBLE


_PRONOUN_OR_NAME = re.compile(
    rf"\b(?:I|we|{join_words('third_person_subjects')})\b|(?:[A-Z][\w’'-]*\.?\s+)*([A-Z][\w’'-]+)"
)


def _passes_on(text: str, opened: _Open, start: int, end: int, following: Span) -> bool:
    """Whether the following paragraph's quotation is another person's, so that a closing mark was forgotten.

    That is when this paragraph names a speaker before the open mark ("…," said Ana Rooy. "…), and the following one
    gives its words to a name that this one does not have.
    """
    if opened.pieces or not _WORD.search(text, start, opened.mark_start):
        return False
    marks = [m.span() for m in _MARK.finditer(text, *following) if m.group() in _DOUBLE]
    if len(marks) < 2 or text[marks[1][0] - 1] not in ",?!":
        return False
    cue = text[marks[1][1] : min(following[1], marks[1][1] + _CUE_LENGTH)]
    found = _PRONOUN_OR_NAME.search(re.split(r"[,;:\"“]", cue)[0])
    return found is not None and found[1] is not None and found[1] not in text[start:end]


def join_interrupted(
    quotations: Iterable[Quotation], text: str, is_cue_between: Callable[[int, int], bool], titles: Container[str] = ()
) -> list[Quotation]:
    """Join quotations that their cue interrupts inside one sentence: "…," he said, "…" is one with two spans.

    ``is_cue_between(start, end)`` says whether the text between the two marks holds just a speaker and a cue; behind
    ``titles`` (folded) a full stop ends no sentence.
    """
    joined: list[Quotation] = []
    for quotation in quotations:
        last = joined[-1] if joined else None
        if (
            last is not None
            and last.closed
            and _may_go_on(text, last, quotation, titles)
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


def _may_go_on(text: str, first: Quotation, second: Quotation, titles: Container[str]) -> bool:
    """Whether the text between two quotations could be an interruption: short, ended by a comma, no clause more."""
    between = text[first.outer[1] : second.outer[0]]
    if between.split(maxsplit=1)[:1] in (["and"], ["but"], ["while"]):
        return False
    if not 3 < len(between) <= 160 or not between.rstrip().endswith((",", "—", "–", "--")):
        return False
    ends_open = text[first.end - 1] in ",?!…—–-;" or between.lstrip()[:1] in {",", *"abcdefghijklmnopqrstuvwxyz"}
    ends = (between[: m.start() + 1].split()[-1:] for m in _SENTENCE_END.finditer(between))
    return ends_open and all(word and word[0][-1] == "." and fold(word[0]) in titles for word in ends)
