"""What of an article is read: its text without the parts that interrupt it, and the rows brought back to its text.

A list of links inside a sentence stands between a name and its verb, so that neither the pipeline nor the rules after
it could read on. They get a copy of the text without such parts; every offset then goes back to the article's text.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from transforms.paragraphs import PARAGRAPH_BREAK
from transforms.records import READ_ROLES, Extraction, Row, Segment

Span = tuple[int, int]

PIECES = " … "
"""What stands between the pieces of a text that something interrupts."""
_SINGLE = {"source": "source_text", "speaker": "speaker_text", "cue": "cue_text", "basis": "source_basis"}
"""The columns of spans that are never in pieces, each with that of its words."""


@dataclass(frozen=True, slots=True)
class Reading:
    """The text that is read and its segments; ``cuts`` are the parts of the article's text that it lacks, in order."""

    source: str
    text: str
    segments: tuple[Segment, ...]
    cuts: tuple[Span, ...]

    def list_places(self) -> list[int]:
        """Return where each character of the read text stands in the article's, and its end."""
        mover = _Mover(self.source, self.cuts)
        return [i + mover.gone[bisect_right(mover.places, i)] for i in range(len(self.text) + 1)]

    def restore(self, found: Extraction) -> Extraction:
        """Return the rows with offsets into the article's text; what a cut interrupts is in pieces."""
        if not self.cuts:
            return found
        mover = _Mover(self.source, self.cuts)
        return Extraction(
            mentions=[mover.move_mention(row) for row in found.mentions],
            entities=found.entities,
            quotes=[mover.move_quote(row) for row in found.quotes],
            claims=[mover.move_claim(row) for row in found.claims],
            claim_sources=found.claim_sources,
            sentences=_number([piece for row in found.sentences for piece in mover.split_sentence(row)]),
        )


def make_reading(text: str, segments: Sequence[Segment]) -> Reading:
    """Return what is read of a text: all of it but for the unread parts that stand between read ones in a paragraph.

    Args:
        text: the article's text.
        segments: as `transforms.segments.segment_article` gives them.
    """
    cuts: list[Span] = []
    kept: list[Segment] = []
    shift = 0
    for paragraph in _group_paragraphs(text, segments):
        read = [segment for segment in paragraph if segment.role in READ_ROLES]
        first, last = (read[0], read[-1]) if read else (paragraph[0], paragraph[0])
        for segment in paragraph:
            if read and segment.end == first.start:
                # "(CNN)Floods": words that are glued to a part which is not read would be one with it
                cuts.append((segment.start, segment.end))
                shift += segment.end - segment.start
            elif segment.start < first.start or segment.start > last.start or not read:
                kept.append(replace(segment, start=segment.start - shift, end=segment.end - shift))
            elif segment is first:
                start = segment.start - shift
                for one, other in pairwise(read):
                    cut = _find_cut(text, one.end, other.start)
                    cuts.append(cut)
                    shift += cut[1] - cut[0]
                kept.append(replace(first, start=start, end=last.end - shift))
    pieces, place = [], 0
    for low, high in cuts:
        pieces.append(text[place:low])
        place = high
    return Reading(text, "".join([*pieces, text[place:]]), tuple(kept), tuple(cuts))


def _group_paragraphs(text: str, segments: Sequence[Segment]) -> list[list[Segment]]:
    groups: list[list[Segment]] = []
    for segment in segments:
        if groups and PARAGRAPH_BREAK not in text[groups[-1][-1].end : segment.start]:
            groups[-1].append(segment)
        else:
            groups.append([segment])
    return groups


def _find_cut(text: str, end: int, start: int) -> Span:
    """Return what goes between two read parts; one of the blanks there stays to keep their words apart."""
    if text[end].isspace():
        return end + 1, start
    return end, start - 1 if text[start - 1].isspace() else start


class _Mover:
    """Takes offsets from the text that was read back to the article's."""

    def __init__(self, source: str, cuts: Sequence[Span]) -> None:
        self.source, self.cuts = source, cuts
        # where each cut lies in the text that was read, and how many characters are gone up to and with it
        self.places: list[int] = []
        self.gone: list[int] = [0]
        for low, high in cuts:
            self.places.append(low - self.gone[-1])
            self.gone.append(self.gone[-1] + high - low)

    def split(self, start: int, end: int) -> list[Span]:
        """Return the pieces of the article's text that a span of the read text is, each without blanks at its ends."""
        inner = self.places[bisect_right(self.places, start) : bisect_left(self.places, end)]
        bounds = [start, *inner, end]
        pieces = []
        for low, high in pairwise(bounds):
            gone = self.gone[bisect_right(self.places, low)]
            text = self.source[low + gone : high + gone]
            left, right = len(text) - len(text.lstrip()), len(text) - len(text.rstrip())
            if text.strip():
                pieces.append((low + gone + left, high + gone - right))
        return pieces

    def move(self, start: int, end: int) -> Span:
        """Return the longest piece of a span that cannot be in several."""
        return max(self.split(start, end), key=lambda span: (span[1] - span[0], -span[0]))

    def move_mention(self, row: Row) -> Row:
        start, end = self.move(row["start"], row["end"])
        return {**row, "start": start, "end": end, "text": self.source[start:end]}

    def move_claim(self, row: Row) -> Row:
        return {**row, **self._move_pieces(row["content_spans"], "content_spans"), **self._move_single(row)}

    def move_quote(self, row: Row) -> Row:
        moved = self._move_pieces(row["spans"], "spans")
        spans = moved["spans"]
        return {**row, **moved, "start": spans[0]["start"], "end": spans[-1]["end"], **self._move_single(row)}

    def split_sentence(self, row: Row) -> list[Row]:
        return [{**row, "start": start, "end": end} for start, end in self.split(row["start"], row["end"])]

    def _move_pieces(self, spans: Sequence[Mapping[str, int]], column: str) -> dict[str, Any]:
        pieces = [piece for span in spans for piece in self.split(span["start"], span["end"])]
        text = PIECES.join(self.source[start:end] for start, end in pieces)
        return {column: [{"start": start, "end": end} for start, end in pieces], "text": text}

    def _move_single(self, row: Row) -> dict[str, Any]:
        cells: dict[str, Any] = {}
        for name, words in _SINGLE.items():
            if row.get(f"{name}_start") is not None:
                start, end = self.move(row[f"{name}_start"], row[f"{name}_end"])
                cells |= {f"{name}_start": start, f"{name}_end": end, words: self.source[start:end]}
        return cells


def _number(sentences: Sequence[Row]) -> list[Row]:
    return [{**row, "sentence_no": number} for number, row in enumerate(sentences)]
