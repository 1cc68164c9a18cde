"""Whose words follow: a paragraph that ends with a colon names who speaks in the quotation of the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from transforms.extract.attributions import Frame
from transforms.extract.mentions import Cast, Mention
from transforms.extract.rules import rule
from transforms.extract.view import Span, View


def introduce_speakers(view: View, cast: Cast, frames: Sequence[Frame]) -> list[Frame]:
    """Return the frames, with the person as source whom the paragraph before introduces.

    A source that stands beside the quotation, or in that paragraph, stays.
    """
    ends = {view.paragraph[s.end - 1]: s.end for s in view.sentences}  # the last sentence of each paragraph stays
    return [_introduce(view, cast, frame, ends) or frame for frame in frames]


@rule("introduced.colon")
def _introduce(view: View, cast: Cast, frame: Frame, ends: dict[int, int]) -> Frame | None:
    if not frame.quotations:
        return None
    number = view.paragraph[view.token_at(view.quotations[frame.quotations[0]].start)]
    if frame.source is not None and view.paragraph[view.token_at(frame.source[0])] in {number, number - 1}:
        return None
    end = ends.get(number - 1)
    colon = _find_colon(view, end) if end is not None else None
    mention = _find_introduced(view, cast, number - 1, end) if end is not None and colon is not None else None
    if mention is None:
        return None
    return replace(frame, source=view.chars(mention.first, mention.end), cue=colon, implicit=False, by_rule=True)


def _find_introduced(view: View, cast: Cast, number: int, end: int) -> Mention | None:
    """Return the first person of an unquoted paragraph that ends with a colon, unless a second one is named."""
    start = next(s.start for s in view.sentences if s.paragraph == number)
    if any(view.quote[i] >= 0 for i in range(start, end)):
        return None
    named = [m for m in cast.between(start, end) if m.kind == "name" and m.label == "PERSON"]
    return named[0] if len({m.entity for m in named}) == 1 else None


def _find_colon(view: View, end: int) -> Span | None:
    last = next((i for i in range(end - 1, max(end - 4, -1), -1) if view.words[i].strip()), None)
    return view.chars(last, last + 1) if last is not None and view.words[last] == ":" else None
