"""Who is given as saying what: the pipeline's attributions, completed by rules for quotations.

A frame ties content to source and cue by their places in the text; whom the source means is settled later.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from transforms.extract.cues import CueLexicon
from transforms.extract.names import fold
from transforms.extract.quotations import trim_span
from transforms.extract.view import NOMINAL_TAGS, SUBJECTS, Span, View
from transforms.records import Role


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

    ``implicit`` marks a frame whose source stands in no words near it: the speaker goes on. ``is_nested`` marks one
    inside another's content, which gives its quotation a speaker but no claim of its own. ``repeats`` is the quotation
    whose words a headline gives again.
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
    repeats: int | None = None

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
    via: range | None = None


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


def complete_quotations(view: View, frames: list[Frame], lexicon: CueLexicon) -> list[Frame]:
    """Tie every attributed quotation to a frame, adding frames where the model has none.

    Returns the frames with ``quotations`` filled. Quotations that stay in no frame are attributed to nobody.
    """
    owner = _own_tokens(view, frames)
    bounds = _sentence_bounds(view)
    previous: int | None = None
    for number, quotation in enumerate(view.quotations):
        tokens = view.tokens_of(quotation.outer)
        frame_no = _covering_frame(owner, tokens)
        place = find_cue(view, number, lexicon, bounds)
        if previous is not None and _follows_in_paragraph(view, number - 1, number):
            frame_no = previous
        elif place is not None and frame_no is not None and _is_nested_place(owner, place, frame_no):
            nested = Frame(_outer_pieces(view, number), *_spans_of(view, place), 0.6, by_rule=True, is_nested=True)
            nested.quotations.append(number)
            frames.append(nested)
        elif place is not None and (place.adjoins or frame_no is None or frames[frame_no].source is None):
            frame_no = _apply_place(view, frames, frame_no, number, place)
        if frame_no is None and is_standalone(view, number):
            frames.append(Frame([], None, None, 0.5, by_rule=True, implicit=True))
            frame_no = len(frames) - 1
        if frame_no is not None:
            _include(
                view, frames[frame_no], number, is_own=not frames[-1].is_nested or number not in frames[-1].quotations
            )
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


def _spans_of(view: View, place: CuePlace) -> tuple[Span | None, Span]:
    source = view.chars(place.source.start, place.source.stop) if place.source else None
    return source, view.chars(place.cue.start, place.cue.stop)


def _is_nested_place(owner: Sequence[int | None], place: CuePlace, frame_no: int) -> bool:
    """Whether the nearest cue stands inside the content of the quotation's frame: the cable warned the agency said “…”."""
    if place.after or not place.source:
        return False
    return owner[place.cue.start] == owner[place.source.start] == frame_no


def _apply_place(view: View, frames: list[Frame], frame_no: int | None, number: int, place: CuePlace) -> int:
    """Give a quotation's frame the source and cue that the rules found; reuse the frame that has them already."""
    source, cue = _spans_of(view, place)
    if frame_no is None:
        for k, frame in enumerate(frames):
            if frame.cue is not None and frame.cue[0] <= cue[0] < frame.cue[1]:
                frame_no = k
                break
    if frame_no is None:
        content = _reported_clause(view, number, place)
        frames.append(Frame(content, source, cue, 0.7 if place.adjoins else 0.5, by_rule=True))
        if place.via:
            frames[-1].via = view.chars(place.via.start, place.via.stop)
        return len(frames) - 1
    frame = frames[frame_no]
    if place.via:
        frame.via = view.chars(place.via.start, place.via.stop)
    if frame.source is None or (place.adjoins and source is not None and not _overlap(frame.source, source)):
        if source is not None:
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
        return [view.chars(sentence.start, tokens.start)] if any(view.is_word(i) for i in lead) else []
    if place.adjoins and view.words[tokens.start - 1] in {",", ":"}:
        return []
    start = max(place.cue.stop, place.source.stop)
    end = max(tokens.stop, sentence.end)
    end = next((i for i in range(tokens.stop, end) if view.quote[i] < 0 and view.words[i] in {".", ";"}), end)
    while start < tokens.start and not view.is_word(start):
        start += 1
    return [_trim_content(view, *view.chars(start, end))]


def _overlap(a: Span, b: Span) -> bool:
    return a[0] < b[1] and b[0] < a[1]


def _include(view: View, frame: Frame, number: int, is_own: bool) -> None:
    """Make a quotation part of a frame's content, whole; ``is_own`` says that the frame's source speaks it."""
    if is_own:
        frame.quotations.append(number)
    pieces = _outer_pieces(view, number)
    merged: list[Span] = []
    for span in sorted([*frame.content, *pieces]):
        if merged and span[0] <= merged[-1][1] + 1 and not view.text[merged[-1][1] : span[0]].strip():
            merged[-1] = (merged[-1][0], max(merged[-1][1], span[1]))
        else:
            merged.append(span)
    frame.content = merged


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


def find_cue(view: View, number: int, lexicon: CueLexicon, bounds: Sequence[tuple[int, int]]) -> CuePlace | None:
    """Return the cue of a quotation in its own sentences: behind the closing mark, before the opening one."""
    quotation = view.quotations[number]
    tokens = view.tokens_of(quotation.outer)
    if len(quotation.spans) > 1 and view.paragraph[tokens.start] == view.paragraph[tokens.stop - 1]:
        gap = range(view.token_at(quotation.spans[0][1]), view.token_at(quotation.spans[1][0]))
        inner = _find_behind(view, gap, lexicon, adjoining=True)
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
    after = _find_behind(view, behind, lexicon, adjoining=ends_open or not before)
    ahead = _find_before(view, before, lexicon)
    if led_in and ahead is not None and ahead.adjoins:
        return ahead
    if after is not None and after.adjoins:
        return after
    return (
        ahead
        or after
        or _find_label(view, before, behind)
        or _find_according(view, range(bounds[first][0], bounds[last][1]), tokens)
    )


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


def _find_behind(view: View, behind: range, lexicon: CueLexicon, adjoining: bool) -> CuePlace | None:
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
    inner = _find_told(view, verb + 1, limit, lexicon) if source.stop <= verb else None
    if inner is not None:
        return CuePlace(inner[0], inner[1], adjoining, True, via=source)
    return CuePlace(source, range(verb, verb + 1), adjoining, True)


def _find_told(view: View, start: int, limit: int, lexicon: CueLexicon) -> tuple[range, range] | None:
    """Return source and cue of 'Rooy told them' in '“…,” aides said Rooy told them'."""
    end = start
    while end < min(start + 6, limit) and view.tags[end] in NOMINAL_TAGS | {"DT", "JJ"}:
        end += 1
    if end == start or end >= limit or not any(view.tags[i] == "NNP" for i in range(start, end)):
        return None
    if lexicon.is_speech_verb(view, end) and view.tags[end] in {"VBD", "VBZ"}:
        return range(start, end), range(end, end + 1)
    return None


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
            if commas > 1 or (
                following not in {"a", "an", "the", "who"} and view.tags[min(i + 1, limit - 1)] not in {"NN", "NNP"}
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
        if view.tags[i] == "VBN" and not any(view.lemmas[c] == "have" for c in view.children[i]):
            continue
        source = find_subject(view, i)
        if source is None or (view.tags[source.start] in {"WP", "WDT"} and _has_comma(view, i + 1, before.stop)):
            continue
        adjoins = all(
            not view.is_word(j) or view.lower[j] in {"that", "reporters", "him", "her", "them"}
            for j in range(i + 1, before.stop)
        )
        return CuePlace(source, range(i, i + 1), adjoins, False)
    return None


def _has_comma(view: View, start: int, end: int) -> bool:
    return any(view.words[i] == "," for i in range(start, end))


def find_subject(view: View, verb: int) -> range | None:
    """Return the tokens of a verb's subject: by the parse, over coordinations and participles, else by place."""
    if view.tags[verb] == "VBG" and view.sentence[verb] >= 0:
        nearest = _nearest_subject(view, verb)
        if nearest is not None:
            return noun_phrase(view, nearest)
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
    if i + 1 >= end or view.lemmas[end - 1] in _TIMES:
        return None
    return range(i + 1, end)


_TIMES = _DAYS | {"week", "month", "year", "day", "morning", "night", "evening", "afternoon", "time", "weekend", "hour"}


def _nearest_subject(view: View, verb: int) -> int | None:
    """Return the subject nearest before a participle: Rooy left the hall, saying …"""
    for i in range(verb - 1, view.sentences[view.sentence[verb]].start - 1, -1):
        if view.deps[i] in SUBJECTS and view.quote[i] < 0 and view.tags[i] in NOMINAL_TAGS | {"PRP", "WP"}:
            if view.tags[view.heads[i]] in {"VBD", "VBZ", "VBP", "VBN", "VB", "VBG"} and view.heads[i] < verb:
                return i
    return None


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


def _find_label(view: View, before: range, behind: range) -> CuePlace | None:
    """Return the speaker of 'Minister: “…”' and '“…” – Minister', as headlines have it."""
    words = [i for i in before if view.is_word(i)]
    if (
        words
        and before
        and view.words[before.stop - 1] == ":"
        and not any(view.tags[i].startswith("VB") for i in words)
    ):
        if len(words) <= 6 and view.tags[words[-1]] in NOMINAL_TAGS:
            return CuePlace(range(words[0], words[-1] + 1), range(before.stop - 1, before.stop), True, False)
    words = [i for i in behind if view.is_word(i)]
    if (
        words
        and view.words[behind.start] in {":", "-", "–", "—"}
        and not any(view.tags[i].startswith("VB") for i in words)
    ):
        if len(words) <= 6 and view.tags[words[-1]] in NOMINAL_TAGS and not before:
            return CuePlace(range(words[0], words[-1] + 1), range(behind.start, behind.start + 1), True, True)
    return None


def _find_according(view: View, sentence: range, quoted: range) -> CuePlace | None:
    """Return 'according to …' that stands elsewhere in the quotation's sentence."""
    for i in sentence:
        if view.lower[i] == "according" and i not in quoted and i + 2 < sentence.stop and view.lower[i + 1] == "to":
            return CuePlace(
                range(i + 2, _phrase_stop(view, i + 2, sentence.stop)), range(i, i + 2), False, i >= quoted.stop
            )
    return None


def repeat_in_headline(view: View, frames: Sequence[Frame]) -> list[Frame]:
    """Return frames for the headline's quotations whose words the body quotes again, with a speaker."""
    attributed = {n for f in frames for n in f.quotations}
    found = []
    texts: list[tuple[int, str]] | None = None
    for number, quotation in enumerate(view.quotations):
        if view.paragraph[view.token_at(quotation.start)] > 2:
            break
        if number in attributed:
            continue
        if texts is None:
            texts = [
                (n, fold(view.slice((view.quotations[n].start, view.quotations[n].end)))) for n in sorted(attributed)
            ]
        words = fold(view.slice((quotation.start, quotation.end)))
        source = next((n for n, text in texts if n != number and words in text), None)
        if source is not None and len(words) > 5:
            frame = Frame(_outer_pieces(view, number), None, None, 0.6, by_rule=True, implicit=True, repeats=source)
            frame.quotations.append(number)
            found.append(frame)
    return found
