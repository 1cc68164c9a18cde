"""From an article's text to an annotated document."""

from __future__ import annotations

from collections.abc import Sequence

from spacy.language import Language
from spacy.tokens import Doc, Span, SpanGroup

from transforms.records import Segment


def annotate_text(nlp: Language, text: str, segments: Sequence[Segment]) -> Doc:
    """Annotate a whole article; character offsets of the result are offsets into ``text``.

    The segments go in as ``doc.spans["segments"]``, labelled by role, so that attribution reads only the roles
    that carry news.
    """
    doc = nlp.make_doc(text)
    spans = []
    for segment in segments:
        span = doc.char_span(segment.start, segment.end, label=segment.role.value, alignment_mode="expand")
        if isinstance(span, Span):
            spans.append(span)
    doc.spans["segments"] = SpanGroup(doc, name="segments", spans=spans)
    return nlp(doc)
