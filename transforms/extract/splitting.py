"""Part frames that the model joined: content behind a second cue belongs to that cue."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

from transforms.extract.attributions import Frame
from transforms.extract.cues import CueLexicon
from transforms.extract.phrases import find_subject
from transforms.extract.view import Span, View

_FINITE = frozenset({"VBD", "VBZ", "VBP"})


def split_frames(view: View, frames: Sequence[Frame], lexicon: CueLexicon) -> list[Frame]:
    """Return the frames, those with several cues parted; stray pieces from other sentences are dropped."""
    taken = set(view.tokens_in(f.cue for f in frames))
    parted: list[Frame] = []
    for frame in frames:
        if frame.cue is None or len(frame.content) < 2:
            parted.append(frame)
        else:
            parted += _split(view, frame, taken, lexicon)
    return parted


def _split(view: View, frame: Frame, taken: set[int], lexicon: CueLexicon) -> list[Frame]:
    assert frame.cue is not None
    pieces = _keep_near(view, frame)
    own: list[Span] = pieces[:1]
    found: list[Frame] = []
    current = own
    for earlier, later in pairwise(pieces):
        is_led_in = frame.cue[0] < later[0]  # a cue behind a piece is that piece's own
        verb = _find_second_cue(view, frame, earlier[1], later[0], taken, lexicon) if is_led_in else None
        if verb is None:
            current.append(later)
            continue
        subject = find_subject(view, verb)
        if subject is not None and view.lower[subject.start] in {"that", "which", "who", "it"}:
            current.append(later)
            continue
        source = view.chars(subject.start, subject.stop) if subject is not None else frame.source
        current = [later]
        found.append(Frame(current, source, view.chars(verb, verb + 1), 0.8 * frame.score))
    frame.content = own
    return [frame, *found]


def _keep_near(view: View, frame: Frame) -> list[Span]:
    """Keep the pieces in the cue's sentence, and quotations anywhere; prose of another sentence is not said by it."""
    assert frame.cue is not None
    home = view.sentence[min(view.token_at(frame.cue[0]), len(view) - 1)]
    near = []
    for span in frame.content:
        tokens = view.tokens_of(span)
        if any(view.quote[i] >= 0 or view.sentence[i] == home for i in tokens):
            near.append(span)
    return near or frame.content


def _find_second_cue(
    view: View, frame: Frame, start: int, end: int, taken: set[int], lexicon: CueLexicon
) -> int | None:
    """Return a finite speech verb between two pieces that is no part of any cue."""
    for i in view.tokens_of((start, end)):
        if (
            view.tags[i] in _FINITE
            and i not in taken
            and view.quote[i] < 0
            and lexicon.is_speech_verb(view, i)
            and not (frame.source and frame.source[0] <= view.starts[i] < frame.source[1])
        ):
            return i
    return None
