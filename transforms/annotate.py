"""From an article's text to an annotated document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from transforms.language.attribution import get_attributions, set_attributions
from transforms.records import Segment

PART_CHARS = 500_000
"""What is annotated in one go, the length of a book; what the encoder says of a part is held until it is written."""

_CUTS = tuple(re.compile(pattern) for pattern in (r"\n\s*\n\s*", r"[.!?][\"”’)]*\s+", r"\s+"))
_CUT_SHARE = 0.1  # of a part, at its end: where it may be cut


def annotate_text(nlp: Language, text: str, segments: Sequence[Segment]) -> Doc:
    """Annotate a whole article; character offsets of the result are offsets into ``text``.

    The segments go in as ``doc.spans["segments"]``, labelled by role, so that attribution reads only the roles
    that carry news. A text longer than ``PART_CHARS`` is annotated in parts, so that memory hardly grows with it.
    """
    bounds = list(_find_parts(text))
    parts = [_annotate_part(nlp, text, start, end, segments) for start, end in bounds]
    return parts[0] if len(parts) == 1 else _join(parts, [start for start, _ in bounds])


def _find_parts(text: str) -> Iterator[tuple[int, int]]:
    """Yield the bounds of the parts: cut between paragraphs if one ends there, else between sentences or words."""
    start = 0
    while len(text) - start > PART_CHARS:
        latest = start + PART_CHARS
        earliest = latest - int(PART_CHARS * _CUT_SHARE)
        found = ([match.end() for match in cut.finditer(text, earliest, latest)] for cut in _CUTS)
        end = next((ends[-1] for ends in found if ends), latest)
        yield start, end
        start = end
    yield start, len(text)


def _annotate_part(nlp: Language, text: str, start: int, end: int, segments: Sequence[Segment]) -> Doc:
    """Annotate ``text[start:end]`` with what it holds of the segments."""
    doc = nlp.make_doc(text[start:end])
    spans = []
    for segment in segments:
        first, last = max(segment.start, start) - start, min(segment.end, end) - start
        if first >= last:
            continue
        span = doc.char_span(first, last, label=segment.role.value, alignment_mode="expand")
        if isinstance(span, Span):
            spans.append(span)
    doc.spans["segments"] = SpanGroup(doc, name="segments", spans=spans)
    return nlp(doc)


def _join(parts: Sequence[Doc], starts: Sequence[int]) -> Doc:
    """Return one document of the parts, whose offsets are those of the whole text."""
    moved = [found.move(start) for part, start in zip(parts, starts, strict=True) for found in get_attributions(part)]
    doc = Doc.from_docs(list(parts), ensure_whitespace=False, exclude=["user_data", "tensor"])  # type: ignore[call-arg]
    assert doc is not None, "there is a part at least"
    set_attributions(doc, moved)
    return doc
