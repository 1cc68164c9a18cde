"""An article's text cut at the marks in it, so that each piece has one look."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise

PARTS = ("source", "cue", "content")
"""What a mark can be, the one that wins where marks lie over each other first."""


@dataclass(frozen=True, slots=True)
class Mark:
    """A stretch ``text[start:end]`` and the part that it plays in the claim of a number."""

    start: int
    end: int
    part: str
    number: int


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text without a mark's border in it.

    ``part`` is none outside of all marks. ``numbers`` are the claims whose marks cover it, ``first`` those that begin
    with it, ``last`` those that end with it.
    """

    text: str
    part: str | None = None
    numbers: tuple[int, ...] = ()
    first: tuple[int, ...] = ()
    last: tuple[int, ...] = ()


def cut_pieces(text: str, spans: Sequence[tuple[int, int]], marks: Iterable[Mark]) -> list[list[Piece]]:
    """Cut stretches of a text, such as its paragraphs, at the borders of marks.

    Args:
        text: the article's.
        spans: the stretches, in order and without overlap; what lies between them is not returned.
        marks: may overlap, and reach over several stretches.

    Returns:
        The pieces of each stretch, which give back its text when joined.
    """
    ordered = sorted(marks, key=lambda mark: mark.start)
    begins = {mark.number: mark.start for mark in reversed(ordered)}
    ends: dict[int, int] = {}
    for mark in ordered:
        ends[mark.number] = max(mark.end, ends.get(mark.number, 0))
    found, waiting, active = [], 0, list[Mark]()
    for start, end in spans:
        while waiting < len(ordered) and ordered[waiting].start < end:
            active.append(ordered[waiting])
            waiting += 1
        active = [mark for mark in active if mark.end > start]
        found.append(_cut_span(text, start, end, active, begins, ends))
    return found


def _cut_span(
    text: str, start: int, end: int, marks: Sequence[Mark], begins: dict[int, int], ends: dict[int, int]
) -> list[Piece]:
    borders = {start, end}
    for mark in marks:
        borders.update(border for border in (mark.start, mark.end) if start < border < end)
    points = sorted(borders)
    pieces = []
    for a, b in pairwise(points):
        over = [mark for mark in marks if mark.start <= a and mark.end >= b]
        numbers = tuple(sorted({mark.number for mark in over}))
        pieces.append(
            Piece(
                text[a:b],
                min((mark.part for mark in over), key=PARTS.index, default=None),
                numbers,
                tuple(number for number in numbers if begins[number] == a),
                tuple(number for number in numbers if ends[number] == b),
            )
        )
    return pieces
