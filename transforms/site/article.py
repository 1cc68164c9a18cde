"""An article as its page shows it: paragraphs with their marks, and the claims beside them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from transforms.site.pieces import Mark, Piece, cut_pieces

Row = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Note:
    """A claim of the article under the number that its words bear."""

    number: int
    claim: Row


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph, its pieces, and the claims whose words end in it."""

    role: str
    pieces: tuple[Piece, ...]
    notes: tuple[Note, ...]
    post_author: str | None

    @property
    def length(self) -> int:
        """How many characters it has."""
        return sum(len(piece.text) for piece in self.pieces)


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who is given claims in an article: the first of them, and how many."""

    name: str
    entity_id: str | None
    claim_id: str
    claims: int


def build_article(text: str, segments: Sequence[Row], claims: Sequence[Row]) -> list[Paragraph]:
    """Return the paragraphs of an article, with its claims numbered in reading order.

    Args:
        text: the article's.
        segments: with role, start, end and post_author, in order.
        claims: with spans, source_start, source_end, cue_start and cue_end, in reading order.
    """
    marks: list[Mark] = []
    for number, claim in enumerate(claims, 1):
        marks += (Mark(start, end, "content", number) for start, end in claim["spans"])
        for part in ("source", "cue"):
            if claim[f"{part}_start"] is not None:
                marks.append(Mark(claim[f"{part}_start"], claim[f"{part}_end"], part, number))
    cut = cut_pieces(text, [(segment["start"], segment["end"]) for segment in segments], marks)
    paragraphs = []
    for segment, pieces in zip(segments, cut, strict=True):
        ending = sorted({number for piece in pieces for number in piece.last})
        notes = tuple(Note(number, claims[number - 1]) for number in ending)
        paragraphs.append(Paragraph(segment["role"], tuple(pieces), notes, segment["post_author"]))
    return paragraphs


def list_speakers(claims: Sequence[Row]) -> list[Speaker]:
    """Return who is given claims in an article, those with most first; sources without any name are left out.

    Args:
        claims: with voice, source_entity_id, source_name and claim_id, in reading order.
    """
    found: dict[str, list[Row]] = {}
    for claim in claims:
        if claim["voice"] == "attributed" and claim["source_name"]:
            found.setdefault(claim["source_entity_id"] or claim["source_name"], []).append(claim)
    speakers = (
        Speaker(rows[0]["source_name"], rows[0]["source_entity_id"], rows[0]["claim_id"], len(rows))
        for rows in found.values()
    )
    return sorted(speakers, key=lambda speaker: -speaker.claims)
