"""Who is given as saying what: the pipeline's attributions, completed by rules for quotations.

A frame ties content to source and cue by their places in the text; whom the source means is settled later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from transforms.extract.cues import CueLexicon
from transforms.extract.quotations import trim_span
from transforms.extract.quote_cues import CuePlace, find_cue
from transforms.extract.quote_types import is_integrated, is_title
from transforms.extract.view import Span, View
from transforms.lexicon import load_words

if TYPE_CHECKING:
    from transforms.language.attribution import Attribution


_SURE_SOURCE = 0.5


@dataclass(slots=True)
class Frame:
    """Content, source and cue of one attribution, in characters; ``by_rule`` says that the model did not find it.

    ``implicit`` marks a frame whose source stands in no words near it: the speaker goes on. ``is_nested`` marks one
    inside another's content, which gives its quotation a speaker but no claim of its own. ``repeats`` is the frame
    whose words a headline gives again. ``is_sure`` says that the model leaves little doubt of the source, ``is_turn``
    that the content is somebody's turn in an interview. ``is_hearsay`` marks what is reported without telling whose it
    is, ``is_premise`` what is nobody's statement and gives no claim.
    """

    content: list[Span]
    source: Span | None
    cue: Span | None
    score: float
    by_rule: bool = False
    implicit: bool = False
    quotations: list[int] = field(default_factory=list)
    via: Span | None = None
    is_nested: bool = False
    repeats: Frame | None = None
    is_sure: bool = False
    is_turn: bool = False
    is_hearsay: bool = False
    is_premise: bool = False

    @property
    def start(self) -> int:
        """The first character of the content."""
        return self.content[0][0]


def read_frames(view: View, attributions: Iterable[Attribution]) -> list[Frame]:
    """Return the pipeline's attributions as frames; those inside a quotation are the quoted person's own and go."""
    frames = []
    for found in attributions:
        content = [span for span in (_trim_content(view, *s) for s in found.content) if span[0] < span[1]]
        content = [s for s in content if any(view.paragraph[i] >= 0 for i in view.tokens_of(s))]
        if not content:
            continue
        source = _widest(found.source)
        cue = _widest(found.cue)
        if _is_inside_quotation(view, cue or source, content):
            continue
        score = min(found.content_score, found.link_score) if source else found.content_score
        frames.append(
            Frame(_drop_conjunction(view, content), source, cue, score, is_sure=found.source_score > _SURE_SOURCE)
        )
    frames.sort(key=lambda f: (f.start, f.content[-1][1], f.cue or (0, 0)))
    return frames


def _widest(spans: Sequence[Span]) -> Span | None:
    return max(spans, key=lambda s: (s[1] - s[0], -s[0])) if spans else None


def _trim_content(view: View, start: int, end: int) -> Span:
    start, end = trim_span(view.text, start, end)
    while start < end and view.text[start] in ",;:—–-":
        start, end = trim_span(view.text, start + 1, end)
    while end > start and view.text[end - 1] in ",;:—–":
        start, end = trim_span(view.text, start, end - 1)
    return start, end


def _drop_conjunction(view: View, content: Sequence[Span]) -> list[Span]:
    """Cut off the 'and' that leads from the end of a content to what is said next."""
    *pieces, (start, end) = sorted(content)
    last = view.token_at(end - 1)
    if view.tags[last] == "CC" and view.quote[last] < 0 and view.starts[last] > start:
        end = _trim_content(view, start, view.starts[last])[1]
    return [*pieces, (start, end)]


def _is_inside_quotation(view: View, anchor: Span | None, content: Sequence[Span]) -> bool:
    if anchor is None:
        return False
    number = view.quote[min(view.token_at(anchor[0]), len(view) - 1)]
    return number >= 0 and all(view.quote[view.token_at(s[0])] == number for s in content)


def complete_quotations(view: View, frames: list[Frame], lexicon: CueLexicon) -> list[Frame]:
    """Tie every attributed quotation to a frame, adding frames where the model has none.

    Returns the frames with ``quotations`` filled. Quotations that stay in no frame are attributed to nobody.
    """
    owner = _own_tokens(view, frames)
    bounds = [(s.start, s.end) for s in view.sentences]
    by_cue = {i: k for k, f in reversed(list(enumerate(frames))) if f.cue for i in view.tokens_of(f.cue)}
    previous: int | None = None
    for number, quotation in enumerate(view.quotations):
        tokens = view.tokens_of(quotation.outer)
        frame_no = found_no = _covering_frame(owner, tokens)
        if frame_no is None and is_title(view, number) and is_integrated(view, number):
            previous = None  # told “Morning Joe” that …: a name beside the content, not a part of it
            continue
        place = find_cue(view, number, lexicon, bounds)
        if place is not None and frame_no is not None and _speaks_elsewhere(frames, frame_no, place, by_cue):
            place = None
        if previous is not None and _follows_in_paragraph(view, number - 1, number):
            frame_no = previous
        elif place is not None and frame_no is not None and _is_nested_place(view, owner, place, frames, frame_no):
            nested = Frame(outer_pieces(view, number), *_spans_of(view, place), 0.6, by_rule=True, is_nested=True)
            nested.quotations.append(number)
            frames.append(nested)
        elif (
            frame_no is not None
            and place is None
            and _is_far(view, frames[frame_no], tokens)
            and is_standalone(view, number)
        ):
            frame_no = None
        elif place is not None and (
            place.adjoins
            or frame_no is None
            or frames[frame_no].source is None
            or (place.source.stop == place.cue.start and place.cue.start in view.tokens_in([frames[frame_no].cue]))
        ):
            if frame_no is not None and _has_other_cue(view, frames[frame_no], place, tokens):
                frame_no = None
            frame_no = _apply_place(view, frames, frame_no, number, place, by_cue)
        if found_no is not None and found_no != frame_no:
            _cut(view, frames[found_no], quotation.outer)
        if frame_no is not None:
            _include(
                view, frames[frame_no], number, is_own=not frames[-1].is_nested or number not in frames[-1].quotations
            )
            for i in tokens:
                owner[i] = frame_no
        previous = frame_no
    return [f for f in frames if f.content]


def _speaks_elsewhere(frames: Sequence[Frame], frame_no: int, place: CuePlace, by_cue: dict[int, int]) -> bool:
    """Whether the cue behind a quotation has content of its own, while the quotation is another source's.

    Trump went on about “wounded families,” Rooy said, again and again: the pipeline has read both.
    """
    other = by_cue.get(place.cue.start)
    if not place.after or frames[frame_no].source is None:
        return False
    return other is not None and other != frame_no


def holds_marks(view: View, frame: Frame) -> bool:
    """Whether words in quotation marks stand in a frame's content."""
    return any(view.quote[i] >= 0 for i in view.tokens_in(frame.content))


def _is_far(view: View, frame: Frame, tokens: range) -> bool:
    """Whether a frame's cue stands in another paragraph than a quotation's first words."""
    if frame.cue is None:
        return False
    home = view.paragraph[view.token_at(frame.cue[0])]
    led_in = home == view.paragraph[tokens.start] - 1 and view.text[view.paragraphs[home].end - 1] == ":"
    return home != view.paragraph[tokens.start] and not led_in


def _cut(view: View, frame: Frame, outer: Span) -> None:
    """Take a quotation that is somebody else's out of a frame's content."""
    rest: list[Span] = []
    for start, end in frame.content:
        for a, b in ((start, min(end, outer[0])), (max(start, outer[1]), end)):
            a, b = _trim_content(view, a, b) if a < b else (a, a)
            if a < b and any(view.is_word[i] for i in view.tokens_of((a, b))):
                rest.append((a, b))
    frame.content = rest


def _own_tokens(view: View, frames: Sequence[Frame]) -> list[int | None]:
    """Say for each token which frame's content it lies in; wider contents win over those nested in them."""
    owner: list[int | None] = [None] * len(view)
    order = sorted(range(len(frames)), key=lambda k: sum(b - a for a, b in frames[k].content))
    for k in order:
        for span in frames[k].content:
            for i in view.tokens_of(span):
                owner[i] = k
    return owner


def _covering_frame(owner: Sequence[int | None], tokens: range) -> int | None:
    counts: dict[int, int] = {}
    for i in tokens:
        number = owner[i]
        if number is not None:
            counts[number] = counts.get(number, 0) + 1
    if not counts:
        return None
    best = max(counts, key=lambda k: (counts[k], -k))
    return best if 2 * counts[best] >= len(tokens) - 2 else None


def _spans_of(view: View, place: CuePlace) -> tuple[Span | None, Span]:
    source = view.chars(place.source.start, place.source.stop) if place.source else None
    return source, view.chars(place.cue.start, place.cue.stop)


_NOT = load_words("negators")


_NOT = load_words("negators")


def _is_nested_place(
    view: View, owner: Sequence[int | None], place: CuePlace, frames: Sequence[Frame], frame_no: int
) -> bool:
    """Whether the nearest cue stands in the content of the quotation's frame: the cable warned the agency said “…”."""
    cue = frames[frame_no].cue
    if place.after and view.lower[place.cue.start] == "according":
        # clerks said the pier was for boats, which grow “too wide,” according to the agency
        return frames[frame_no].source is not None and cue is not None and view.token_at(cue[0]) < place.cue.start
    if place.after or not place.source:
        return False
    if cue is not None and view.slice(cue).lower().startswith("according"):
        return True
    if view.tags[place.cue.start] == "VBG" and view.words[place.cue.start - 1] != ",":
        return False
    if any(view.tags[c] == "MD" or view.lower[c] in _NOT for c in view.children[place.cue.start]):
        return False  # he claimed that Rooy would never call it “safe”
    return owner[place.cue.start] == owner[place.source.start] == frame_no


def _has_other_cue(view: View, frame: Frame, place: CuePlace, tokens: range) -> bool:
    """Whether a frame speaks elsewhere by another cue: a quotation with a cue of its own is none of its content."""
    if frame.cue is None or not place.adjoins or place.cue.start in view.tokens_of(frame.cue):
        return False
    inside = range(tokens.start, tokens.stop)
    return any(i not in inside and view.is_word[i] for i in view.tokens_in(frame.content))


def _apply_place(
    view: View, frames: list[Frame], frame_no: int | None, number: int, place: CuePlace, by_cue: dict[int, int]
) -> int:
    """Give a quotation's frame the source and cue that the rules found; reuse the frame that has them already."""
    source, cue = _spans_of(view, place)
    if frame_no is None:
        frame_no = by_cue.get(place.cue.start)
    if frame_no is None:
        by_cue |= dict.fromkeys(place.cue, len(frames))
        content = _reported_clause(view, number, place)
        frames.append(Frame(content, source, cue, 0.7 if place.adjoins else 0.5, by_rule=True))
        return len(frames) - 1
    frame = frames[frame_no]
    is_surer = place.adjoins and (place.after or frame.cue is None or not _overlap(frame.cue, cue))
    is_same_cue = frame.cue is not None and _overlap(frame.cue, cue)
    is_surer = is_surer or (place.source.stop == place.cue.start and not (is_same_cue and frame.is_sure))
    if source is not None and (frame.source is None or (is_surer and not _overlap(frame.source, source))):
        frame.source, frame.cue = source, cue
    elif frame.cue is None:
        frame.cue = cue
    return frame_no


def _reported_clause(view: View, number: int, place: CuePlace) -> list[Span]:
    """Return the reported speech around a quoted fragment; nothing for a quotation that is set off."""
    tokens = view.tokens_of(view.quotations[number].outer)
    sentence = view.sentences[view.sentence[tokens.start]]
    if place.after:
        lead = range(sentence.start, tokens.start)
        return [view.chars(sentence.start, tokens.start)] if any(view.is_word[i] for i in lead) else []
    if place.adjoins and view.words[tokens.start - 1] in {",", ":"}:
        return []
    start = max(place.cue.stop, place.source.stop)
    end = max(tokens.stop, sentence.end)
    end = next((i for i in range(tokens.stop, end) if view.quote[i] < 0 and view.words[i] in {".", ";", ","}), end)
    while start < tokens.start and not view.is_word[start]:
        start += 1
    return [_trim_content(view, *view.chars(start, end))]


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _include(view: View, frame: Frame, number: int, is_own: bool) -> None:
    """Make a quotation part of a frame's content, whole; ``is_own`` says that the frame's source speaks it."""
    if is_own:
        frame.quotations.append(number)
    pieces = outer_pieces(view, number)
    merged: list[Span] = []
    for span in sorted([*frame.content, *pieces]):
        if merged and span[0] <= merged[-1][1] + 1 and not view.text[merged[-1][1] : span[0]].strip():
            merged[-1] = (merged[-1][0], max(merged[-1][1], span[1]))
        else:
            merged.append(span)
    frame.content = merged


def outer_pieces(view: View, number: int) -> list[Span]:
    """Return a quotation's pieces with their marks."""
    quotation = view.quotations[number]
    spans = list(quotation.spans)
    last = len(spans) - 1
    return [
        (
            quotation.outer[0] if k == 0 else _with_opening(view.text, a),
            quotation.outer[1] if k == last else _with_closing(view.text, b),
        )
        for k, (a, b) in enumerate(spans)
    ]


def _with_opening(text: str, start: int) -> int:
    return start - 1 if start and text[start - 1] in "\"“'‘«" else start


def _with_closing(text: str, end: int) -> int:
    return end + 1 if end < len(text) and text[end] in "\"”'’»" else end


def _follows_in_paragraph(view: View, earlier: int, later: int) -> bool:
    """Whether a quotation follows another in the same paragraph with only its cue's sentence between them."""
    a, b = view.quotations[earlier], view.quotations[later]
    first, second = view.token_at(a.outer[1] - 1), view.token_at(b.outer[0])
    if view.paragraph[first] != view.paragraph[second] or not stands_alone_here(view, later):
        return False
    return view.sentence[second] - view.sentence[first] <= 1


def stands_alone_here(view: View, number: int) -> bool:
    """Whether a quotation fills its sentences: nothing but marks before it or behind it in them."""
    quotation = view.quotations[number]
    tokens = view.tokens_of(quotation.outer)
    first, last = view.sentence[tokens.start], view.sentence[tokens.stop - 1]
    if first < 0 or last < 0:
        return False
    before = view.is_word[view.sentences[first].start : tokens.start]
    return not any(before) and not any(view.is_word[tokens.stop : view.sentences[last].end])


def is_standalone(view: View, number: int) -> bool:
    """Whether a quotation of a full sentence stands alone, without a cue: its speaker is the one before it."""
    if not stands_alone_here(view, number):
        return False
    quotation = view.quotations[number]
    words = [i for i in view.tokens_of(quotation.outer) if view.is_word[i]]
    opening = view.text[quotation.start]
    if len(words) < 4 or not (opening.isupper() or opening.isdigit() or opening in "([…"):
        return False
    is_heading = all(view.is_capitalised(i) for i in words if len(view.words[i]) > 3)
    has_verb = any(view.tags[i] in {"VBD", "VBZ", "VBP", "MD"} for i in words)
    return not is_heading and (has_verb or view.text[quotation.end - 1] in ".!?…")
