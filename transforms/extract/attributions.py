"""Who is given as saying what: the pipeline's attributions, completed by rules for quotations.

A frame ties content to source and cue by their places in the text; whom the source means is settled later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from transforms.extract.cues import CueLexicon
from transforms.extract.mentions import Cast
from transforms.extract.quotations import trim_span
from transforms.extract.view import NOMINAL_TAGS, SUBJECTS, Span, View


class ModelAttribution(Protocol):
    """An attribution as the pipeline gives it, in characters."""

    @property
    def source(self) -> tuple[Span, ...]:
        """Where the source stands."""

    @property
    def cue(self) -> tuple[Span, ...]:
        """Where the cue stands."""

    @property
    def content(self) -> tuple[Span, ...]:
        """Where the content stands."""

    @property
    def source_score(self) -> float:
        """How sure the source is."""

    @property
    def content_score(self) -> float:
        """How sure the content is."""

    @property
    def link_score(self) -> float:
        """How sure the link between them is."""


@dataclass(slots=True)
class Frame:
    """Content, source and cue of one attribution, in characters; ``by_rule`` says that the model did not find it.

    ``implicit`` marks a frame whose source stands in no words near it: the speaker goes on.
    """

    content: list[Span]
    source: Span | None
    cue: Span | None
    score: float
    by_rule: bool = False
    implicit: bool = False
    quotations: list[int] = field(default_factory=list)
    addressee: Span | None = None
    via: Span | None = None
    outer: int | None = None

    @property
    def start(self) -> int:
        """The first character of the content."""
        return self.content[0][0]


@dataclass(frozen=True, slots=True)
class CuePlace:
    """Where the rules find the cue of a quotation: a verb, its source, and whether they adjoin the marks."""

    source: range
    cue: range
    adjoins: bool
    after: bool


def read_frames(view: View, attributions: Iterable[ModelAttribution]) -> list[Frame]:
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
        frames.append(Frame(sorted(content), source, cue, score))
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


def _is_inside_quotation(view: View, anchor: Span | None, content: Sequence[Span]) -> bool:
    if anchor is None:
        return False
    number = view.quote[min(view.token_at(anchor[0]), len(view) - 1)]
    return number >= 0 and all(view.quote[view.token_at(s[0])] == number for s in content)


def complete_quotations(view: View, cast: Cast, frames: list[Frame], lexicon: CueLexicon) -> list[Frame]:
    """Tie every attributed quotation to a frame, adding frames where the model has none.

    Returns the frames with ``quotations`` filled. Quotations that stay in no frame are attributed to nobody.
    """
    owner = _own_tokens(view, frames)
    bounds = _sentence_bounds(view)
    previous: int | None = None
    for number, quotation in enumerate(view.quotations):
        tokens = view.tokens_of(quotation.outer)
        frame_no = _covering_frame(owner, tokens)
        place = find_cue(view, cast, number, lexicon, bounds)
        if place is not None and (place.adjoins or frame_no is None or frames[frame_no].source is None):
            frame_no = _apply_place(view, frames, frame_no, number, place, lexicon)
        if frame_no is None and previous is not None and _follows_in_paragraph(view, number - 1, number):
            frame_no = previous
        if frame_no is None and is_standalone(view, number):
            frames.append(Frame([], None, None, 0.5, by_rule=True, implicit=True))
            frame_no = len(frames) - 1
        if frame_no is not None:
            _include(view, frames[frame_no], number)
            for i in tokens:
                owner[i] = frame_no
        previous = frame_no
    return [f for f in frames if f.content]


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


def _apply_place(
    view: View, frames: list[Frame], frame_no: int | None, number: int, place: CuePlace, lexicon: CueLexicon
) -> int:
    """Give a quotation's frame the source and cue that the rules found; reuse the frame that has them already."""
    source = view.chars(place.source.start, place.source.stop) if place.source else None
    cue = view.chars(place.cue.start, place.cue.stop)
    if frame_no is None:
        for k, frame in enumerate(frames):
            if frame.cue is not None and frame.cue[0] <= cue[0] < frame.cue[1]:
                frame_no = k
                break
    if frame_no is None:
        frames.append(Frame([], source, cue, 0.7 if place.adjoins else 0.5, by_rule=True))
        return len(frames) - 1
    frame = frames[frame_no]
    if frame.source is None or (place.adjoins and source is not None and not _overlap(frame.source, source)):
        if source is not None:
            frame.source, frame.cue = source, cue
    elif frame.cue is None:
        frame.cue = cue
    del number, lexicon
    return frame_no


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _include(view: View, frame: Frame, number: int) -> None:
    """Make a quotation part of a frame's content, whole, without swallowing the frame's own source or cue."""
    quotation = view.quotations[number]
    frame.quotations.append(number)
    pieces = _outer_pieces(view, number)
    merged: list[Span] = []
    for span in sorted([*frame.content, *pieces]):
        if merged and span[0] <= merged[-1][1] + 1 and not view.text[merged[-1][1] : span[0]].strip():
            merged[-1] = (merged[-1][0], max(merged[-1][1], span[1]))
        else:
            merged.append(span)
    frame.content = merged
    del quotation


def _outer_pieces(view: View, number: int) -> list[Span]:
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


def _sentence_bounds(view: View) -> list[tuple[int, int]]:
    return [(s.start, s.end) for s in view.sentences]


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
    before = range(view.sentences[first].start, tokens.start)
    behind = range(tokens.stop, view.sentences[last].end)
    return not any(view.is_word(i) for i in (*before, *behind))


def is_standalone(view: View, number: int) -> bool:
    """Whether a quotation of a full sentence stands alone, without a cue: its speaker is the one before it."""
    if not stands_alone_here(view, number):
        return False
    quotation = view.quotations[number]
    words = [i for i in view.tokens_of(quotation.outer) if view.is_word(i)]
    has_verb = any(view.tags[i] in {"VBD", "VBZ", "VBP", "MD"} for i in words)
    return (
        len(words) >= 4
        and (has_verb or view.text[quotation.end - 1] in ".!?…")
        and view.text[quotation.start].isupper()
    )


def find_cue(
    view: View, cast: Cast, number: int, lexicon: CueLexicon, bounds: Sequence[tuple[int, int]]
) -> CuePlace | None:
    """Return the cue of a quotation in its own sentences: behind the closing mark, before the opening one."""
    quotation = view.quotations[number]
    tokens = view.tokens_of(quotation.outer)
    if len(quotation.spans) > 1 and view.paragraph[tokens.start] == view.paragraph[tokens.stop - 1]:
        gap = range(view.token_at(quotation.spans[0][1]), view.token_at(quotation.spans[1][0]))
        inner = _find_between(view, cast, gap, lexicon)
        if inner is not None:
            return inner
    last = view.sentence[tokens.stop - 1]
    first = view.sentence[tokens.start]
    if first < 0 or last < 0:
        return None
    ends_open = view.text[quotation.end - 1] in ",?!…—–-" or view.words[min(tokens.stop, len(view) - 1)] == ","
    behind = range(tokens.stop, bounds[last][1])
    before = range(bounds[first][0], tokens.start)
    led_in = tokens.start > 0 and view.words[tokens.start - 1] in {":", ","} and bool(before)
    after = _find_behind(view, cast, behind, lexicon, adjoining=ends_open or not before)
    ahead = _find_before(view, before, lexicon)
    if led_in and ahead is not None and ahead.adjoins:
        return ahead
    if after is not None and after.adjoins:
        return after
    return ahead or after or _find_according(view, range(bounds[first][0], bounds[last][1]), tokens)


def _find_between(view: View, cast: Cast, gap: range, lexicon: CueLexicon) -> CuePlace | None:
    return _find_behind(view, cast, gap, lexicon, adjoining=True)


def find_gap_cue(view: View, start: int, end: int, lexicon: CueLexicon) -> bool:
    """Whether the text between two quotations holds just one cue: '," he said, "'."""
    tokens = view.tokens_of((start, end))
    verbs = [i for i in tokens if view.tags[i].startswith("VB")]
    finite = [i for i in verbs if lexicon.is_speech_verb(view, i) and view.tags[i] in {"VBD", "VBZ", "VBP"}]
    participles = [i for i in verbs if view.tags[i] == "VBG" and view.lemmas[i] in lexicon.speech]
    return (
        len(finite) == 1
        and not participles
        and len(verbs) <= 3
        and not any(view.lower[i] in {"and", "but"} and i > finite[0] for i in tokens)
    )


def _find_behind(view: View, cast: Cast, behind: range, lexicon: CueLexicon, adjoining: bool) -> CuePlace | None:
    """Return the cue behind a closing mark: said Rooy; Rooy, the minister, said; according to Rooy."""
    start = next((i for i in behind if view.is_word(i)), None)
    if start is None:
        return None
    stop = next((i for i in behind if i > start and view.quote[i] >= 0), behind.stop)
    if view.lower[start] == "according" and start + 2 < stop:
        return CuePlace(range(start + 2, _phrase_stop(view, start + 2, stop)), range(start, start + 2), True, True)
    limit = min(stop, start + 30)
    verb = None
    for i in range(start, limit):
        if lexicon.is_speech_verb(view, i) and view.tags[i] in {"VBD", "VBZ", "VBP", "VBN"}:
            verb = i
            break
        if (
            view.tags[i] in {"VBD", "VBZ", "VBP", "MD"}
            and not _in_relative(view, i, start)
            and view.lemmas[i] not in {"have", "be", "do"}
        ):
            break
        if view.words[i] in {";", ":"}:
            break
    if verb is None:
        return None
    if verb == start or all(view.tags[i] in {"RB", ","} for i in range(start, verb)):
        source = range(verb + 1, _phrase_stop(view, verb + 1, limit))
        if source and view.lower[source.start] in {"to", "that", "in", "on", "at", "by", "for", "of"}:
            return None
    else:
        source_end = verb
        while source_end > start and (
            view.tags[source_end - 1] in {"RB", "MD", ","} or view.lemmas[source_end - 1] in {"have", "be", "do"}
        ):
            source_end -= 1
        source = range(start, source_end)
    if not source or not any(view.tags[i] in NOMINAL_TAGS | {"PRP", "DT", "CD", "WP", "JJ"} for i in source):
        return None
    if len(source) > 24 or view.tags[source.start] in {"IN", "CC", "WDT"}:
        return None
    del cast
    return CuePlace(source, range(verb, verb + 1), adjoining, True)


def _in_relative(view: View, i: int, start: int) -> bool:
    """Whether a verb lies in a relative clause or participle of the source: Rooy, who leads the party, said."""
    return any(view.tags[j] in {"WP", "WDT", "WRB"} for j in range(max(start, i - 8), i))


def _phrase_stop(view: View, start: int, limit: int) -> int:
    """Return where a noun phrase that begins at ``start`` ends: before a verb, a clause, or a second comma."""
    i, commas = start, 0
    while i < limit:
        tag, word = view.tags[i], view.words[i]
        if tag in {"VBD", "VBZ", "VBP", "MD", "WRB", "WP", "WDT"} or word in {".", ";", ":", "?", "!", "“", '"'}:
            break
        if tag == "PRP" and i > start:
            break
        if word == ",":
            commas += 1
            following = view.lower[i + 1] if i + 1 < limit else ""
            if (
                commas > 1
                or (following not in {"a", "an", "the", "who"}
                and view.tags[min(i + 1, limit - 1)] not in {"NN", "NNP"})
            ):
                break
        if i > start and word.lower() in {
            "in",
            "on",
            "during",
            "at",
            "after",
            "as",
            "when",
            "while",
            "last",
            "wednesday",
            "to",
            "with",
            "that",
            "about",
        }:
            break
        if i > start and view.lower[i] in _DAYS:
            break
        i += 1
    while i > start and not view.is_word(i - 1):
        i -= 1
    return i


_DAYS = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday yesterday today earlier later recently".split()
)


def _find_before(view: View, before: range, lexicon: CueLexicon) -> CuePlace | None:
    """Return the cue before an opening mark: Rooy said, / told reporters: / called it."""
    for i in reversed(before):
        if view.quote[i] >= 0:
            continue
        if view.lower[i] == "according" and i + 1 in before and view.lower[i + 1] == "to":
            stop = _phrase_stop(view, i + 2, before.stop)
            return CuePlace(range(i + 2, stop), range(i, i + 2), False, False)
        if not lexicon.is_speech_verb(view, i):
            continue
        source = find_subject(view, i)
        if source is None:
            continue
        adjoins = all(
            not view.is_word(j) or view.lower[j] in {"that", "reporters", "him", "her", "them"}
            for j in range(i + 1, before.stop)
        )
        return CuePlace(source, range(i, i + 1), adjoins, False)
    return None


def find_subject(view: View, verb: int) -> range | None:
    """Return the tokens of a verb's subject: by the parse, over coordinations and participles, else by place."""
    at, steps = verb, 0
    while steps < 4:
        subject = next((c for c in view.children[at] if view.deps[c] in SUBJECTS and c != verb), None)
        if subject is not None and view.quote[subject] < 0:
            return noun_phrase(view, subject)
        head = view.heads[at]
        if head == at or view.sentence[head] != view.sentence[at] or view.deps[at] not in {
            "conj", "xcomp", "advcl", "acl", "parataxis", "ccomp", "acl:relcl",
        }:  # fmt: skip
            break
        if view.deps[at] in {"acl", "acl:relcl"} and view.tags[head] in NOMINAL_TAGS:
            return noun_phrase(view, head)
        at, steps = head, steps + 1
    i = verb - 1
    start = view.sentences[view.sentence[verb]].start if view.sentence[verb] >= 0 else verb
    while i >= start and (view.tags[i] in {"RB", "MD"} or view.lemmas[i] in {"have", "be", "do", "not"}):
        i -= 1
    end = i + 1
    while i >= start and view.tags[i] in NOMINAL_TAGS | {"PRP", "DT", "JJ", "CD", "POS", "PRP$"} and view.quote[i] < 0:
        i -= 1
    return range(i + 1, end) if i + 1 < end else None


_LEFT_DEPS = frozenset(
    {"det", "amod", "compound", "nmod:poss", "nummod", "case", "nmod:desc", "flat", "nmod", "nmod:unmarked", "advmod"}
)


def noun_phrase(view: View, head: int) -> range:
    """Return the stretch of tokens that a noun heads: modifiers before it, prepositional phrases and names behind."""
    low = high = head
    stack = [head]
    while stack:
        at = stack.pop()
        for child in view.children[at]:
            if view.deps[child] in {
                "acl:relcl",
                "acl",
                "parataxis",
                "conj",
                "cc",
                "punct",
                "cop",
                "nsubj",
                "aux",
                "advcl",
            }:
                if not (view.deps[child] in {"conj"} and at == head):
                    continue
            if abs(child - head) > 20 or view.quote[child] != view.quote[head]:
                continue
            low, high = min(low, child), max(high, child)
            stack.append(child)
    while low < high and not view.is_word(low):
        low += 1
    return range(low, high + 1)


def _find_according(view: View, sentence: range, quoted: range) -> CuePlace | None:
    """Return 'according to …' that stands elsewhere in the quotation's sentence."""
    for i in sentence:
        if view.lower[i] == "according" and i not in quoted and i + 2 < sentence.stop and view.lower[i + 1] == "to":
            return CuePlace(
                range(i + 2, _phrase_stop(view, i + 2, sentence.stop)), range(i, i + 2), False, i >= quoted.stop
            )
    return None
