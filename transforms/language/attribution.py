"""The attribution record: who is said to have said what, as character spans of the article."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from spacy.tokens import Doc

Spans = tuple[tuple[int, int], ...]
KEY = "attributions"


@dataclass(frozen=True)
class Attribution:
    """One attribution. Spans are (start, end) offsets in characters of `doc.text`, sorted; scores run from 0 to 1.

    `content` is never empty and may be in several pieces; `cue` and `source` may be empty.
    """

    source: Spans
    cue: Spans
    content: Spans
    source_score: float
    content_score: float
    link_score: float

    def move(self, by: int) -> Attribution:
        """Return the same attribution with all offsets ``by`` characters further on."""
        source, cue, content = (
            tuple((start + by, end + by) for start, end in spans) for spans in (self.source, self.cue, self.content)
        )
        return replace(self, source=source, cue=cue, content=content)


def _spans(raw: Iterable[Iterable[int]]) -> Spans:
    return tuple((start, end) for start, end in raw)


def get_attributions(doc: Doc) -> list[Attribution]:
    """Read the attributions of a Doc; `doc.user_data` holds them as plain data, which survives `to_bytes`."""
    return [Attribution(_spans(s), _spans(c), _spans(x), *scores) for s, c, x, *scores in doc.user_data.get(KEY, [])]


def set_attributions(doc: Doc, attributions: Iterable[Attribution]) -> None:
    """Store attributions in `doc.user_data`."""
    doc.user_data[KEY] = [
        [a.source, a.cue, a.content, a.source_score, a.content_score, a.link_score] for a in attributions
    ]


Doc.set_extension(KEY, getter=get_attributions, setter=set_attributions, force=True)
