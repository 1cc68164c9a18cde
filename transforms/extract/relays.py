"""Words that came through somebody else: who said them, and which outlet, person or document passed them on.

The ways in which texts say so are rows of ``seeds/relays.csv``: words or lemmas with ``|`` between choices, ``…`` for a
few words without a verb, and ``A`` and ``B`` for noun phrases. ``source`` and ``via`` say which of them is which, and
``medium`` what ``via`` must be: any, named, media, show (a programme, a newspaper, a network), or document.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from transforms.extract.attributions import Frame
from transforms.extract.mentions import Cast
from transforms.extract.names import fold
from transforms.extract.phrases import find_head, find_phrase_stop, find_subject, is_time, start_of_phrase
from transforms.extract.quote_types import is_title
from transforms.extract.rules import rule
from transforms.extract.source_types import type_of_name, type_of_noun
from transforms.extract.view import FINITE, NOMINAL_TAGS, SUBJECTS, Span, View
from transforms.seeds import RelayPattern

_GAP = "…"
_LONGEST_GAP, _LONGEST_SLOT = 6, 14
_BESIDE = 2  # the tokens between a cue and the verb that names the medium
_SHOW_LABELS = frozenset({"MISC", "PRODUCT"})
_NO_MEDIA = frozenset({"PERSON", "GPE", "LOC"})
_ENDS = frozenset({",", ".", ";", ":", "—", "–"})


@dataclass(frozen=True, slots=True)
class Relay:
    """One place of the text where words are passed on, in tokens; ``source`` is None where only the way is told."""

    words: tuple[int, ...]
    source: range | None
    via: range | None


def find_relays(view: View, cast: Cast) -> list[Relay]:
    """Return the relays of a document in the order of the text; where several patterns fit, the first row counts."""
    by_word = cast.lexicons.relays
    found: list[Relay] = []
    taken: set[int] = set()
    for i in range(len(view)):
        lemma, word = view.lemmas[i], view.lower[i]
        if (lemma not in by_word and word not in by_word) or view.quote[i] >= 0 or view.sentence[i] < 0 or i in taken:
            continue
        patterns = [pattern for key in dict.fromkeys((lemma, word)) for pattern in by_word.get(key, ())]
        relay = next(filter(None, (_match(view, cast, i, pattern) for pattern in patterns)), None)
        if relay is not None:
            found.append(relay)
            taken.update(relay.words)
    return found


def _match(view: View, cast: Cast, start: int, pattern: RelayPattern) -> Relay | None:
    """Return the relay whose first word stands at token ``start``, if the pattern fits there."""
    end = view.sentences[view.sentence[start]].end
    words: list[int] = []
    slots: dict[str, range] = {}
    i = start
    elements = pattern.words
    for number, choices in enumerate(elements):
        if choices in (("A",), ("B",)):
            following = elements[number + 1] if number + 1 < len(elements) else None
            slot = _fill(view, i, end, following)
            if slot is None:
                return None
            slots[choices[0]], i = slot, slot.stop
            i += following is not None and following != (",",) and view.words[i : i + 1] == [","]
        elif choices == (_GAP,):
            at = _skip(view, i, end, elements[number + 1])
            if at is None:
                return None
            i = at
        elif i < end and view.quote[i] < 0 and (view.lower[i] in choices or view.lemmas[i] in choices):
            words.append(i)
            i += 1
        else:
            return None
    if pattern.opens:
        before = _find_before(view, words)
        if before is None:
            return None
        slots["A"] = before
    source = slots.get(pattern.source) if pattern.source else None
    if source is not None and words[-1] == source.start - 1 and elements[-1] != ("saying",):
        source = _find_cited(cast, source.start, end, slots.get(pattern.via or ""))
    via = slots.get(pattern.via) if pattern.via else None
    via = _cut_at_name(cast, via) if via is not None else None
    if (pattern.source and source is None) or (via is not None and not _is_medium(cast, via, pattern.medium)):
        return None
    return Relay(tuple(words), source, via)


def _fill(view: View, start: int, end: int, following: tuple[str, ...] | None) -> range | None:
    """Return the noun phrase at ``start``, up to the pattern's next word where there is one, else to its own end."""
    if start >= end:
        return None
    if view.quote[start] >= 0:  # on “Rooy Tonight”
        quoted = view.quotations[view.quote[start]]
        words = view.tokens_of(quoted.outer)
        return words if words.start == start and words.stop <= end and is_title(view, view.quote[start]) else None
    if following is None:
        stop = find_phrase_stop(view, start, end)
    else:
        limit = min(end, start + _LONGEST_SLOT)
        stop = next((i for i in range(start + 1, limit) if _is_next(view, i, following)), start)
        stop -= stop > start + 1 and view.words[stop - 1] == ","
    words = range(start, stop)
    has_noun = any(view.tags[i] in NOMINAL_TAGS | {"PRP", "CD"} for i in words)
    return words if has_noun and not any(view.quote[i] >= 0 for i in words) else None


def _is_next(view: View, i: int, choices: tuple[str, ...]) -> bool:
    return view.lower[i] in choices or view.lemmas[i] in choices


def _skip(view: View, start: int, end: int, choices: tuple[str, ...]) -> int | None:
    """Return where one of the words stands behind a few others without verb or mark."""
    for i in range(start, min(end, start + _LONGEST_GAP)):
        if view.quote[i] >= 0 or view.words[i] in {",", ";", ":", "("}:
            return None
        if _is_next(view, i, choices):
            return i
        if view.tags[i] in FINITE or view.tags[i] == "VB":
            return None
    return None


def _find_before(view: View, words: Sequence[int]) -> range | None:
    """Return the phrase before a pattern: the subject of its verb, or the noun phrase that ends there."""
    verb = next((i for i in words if view.tags[i].startswith("VB") and view.lemmas[i] != "be"), None)
    if verb is None:
        return None
    if view.tags[verb] == "VBN" and view.lemmas[words[0]] != "be":
        return _phrase_ending(view, words[0])
    subject = find_subject(view, verb)
    if subject is not None and view.tags[subject.start] in {"WDT", "WP"} and subject.start in words:
        return _phrase_ending(view, words[0])  # the Gazette, which cited two officials
    return subject if subject is not None and subject.stop <= words[0] else None


def _phrase_ending(view: View, stop: int) -> range | None:
    """Return the noun phrase that ends before a token of its sentence, but for marks and adverbs."""
    sentence = view.sentence[stop]
    while stop > 0 and (not view.is_word[stop - 1] or view.tags[stop - 1] == "RB"):
        stop -= 1
    if stop == 0 or view.tags[stop - 1] not in NOMINAL_TAGS or view.sentence[stop - 1] != sentence:
        return None
    first = start_of_phrase(view, stop - 1)
    first -= first > 0 and view.tags[first - 1] in {"DT", "PRP$"}
    return range(first, stop)


def _find_cited(cast: Cast, start: int, end: int, via: range | None) -> range | None:
    """Return who or what is cited, up to the next mark or clause: people; what a newsroom cites, also a report.

    A person who cites something says so in their own name.
    """
    view = cast.view
    stop = next((i for i in range(start, end) if view.words[i] in _ENDS or view.quote[i] >= 0), end)
    stop = next((i for i in range(start + 1, stop) if view.lower[i] in {"that", "as"}), stop)
    stop = _with_name_beside(cast, start, stop)
    head = find_head(view, range(start, stop))
    if head is None:
        return None
    mention = cast.by_token.get(head)
    if mention is not None:
        return range(start, stop) if mention.label in {"PERSON", "ORG"} else None
    kind = _type_of(cast, start, head)
    is_relayed = kind.startswith(("anonymous", "unnamed", "generic")) or (
        via is not None and _is_medium(cast, via, "media")
    )
    return range(start, stop) if kind != "unknown" and is_relayed else None


def _with_name_beside(cast: Cast, start: int, stop: int) -> int:
    """Take in the name that a description's comma leads to: the minister, Ana Rooy."""
    head = find_head(cast.view, range(start, stop))
    named = cast.by_token.get(stop + 1) if cast.view.words[stop : stop + 1] == [","] else None
    is_beside = named is not None and named.label == "PERSON" and named.kind == "name" and named.first == stop + 1
    is_described = head is not None and cast.lexicons.is_person_noun(cast.view.lemmas[head])
    return named.end if named is not None and is_beside and is_described else stop


def _type_of(cast: Cast, start: int, head: int) -> str:
    view = cast.view
    phrase = " ".join(view.lower[start : head + 1])
    return type_of_noun(phrase, view.lemmas[head], view.tags[head] in {"NNS", "NNPS"}, cast.lexicons)


def _cut_at_name(cast: Cast, via: range) -> range:
    """Leave out whoever speaks behind a comma: in an interview with the Gazette, Rooy (said)."""
    view = cast.view
    named = {m.first for m in cast.between(via.start + 2, via.stop) if m.label == "PERSON"}
    commas = (i for i in range(via.start + 1, via.stop - 1) if view.words[i] == ",")
    stop = next((i for i in commas if i + 1 in named or _is_spoken_of(view, range(i + 1, via.stop))), via.stop)
    return range(via.start, stop)


def _is_spoken_of(view: View, tokens: range) -> bool:
    """Whether tokens are the subject of a verb behind them."""
    return any(view.deps[i] in SUBJECTS and view.heads[i] >= tokens.stop for i in tokens)


def _is_medium(cast: Cast, via: range, medium: str) -> bool:
    """Whether a phrase names or describes what a pattern asks for."""
    view, words = cast.view, cast.lexicons.words
    if medium == "any":
        return True
    if _is_named_medium(cast, via):
        return True
    if any(view.lower[i] in words["own_platforms"] for i in via):
        return False  # posted on Chirper: the speaker's own
    if view.quote[via.start] >= 0:
        return medium != "document"
    if medium == "named":
        return any(view.tags[i] in {"NNP", "NNPS"} and not is_time(view, i) for i in via)
    head = find_head(view, via)
    if medium == "document":
        return head is not None and view.lemmas[head] in words["passed_documents"]
    mention = next((m for i in via if (m := cast.by_token.get(i)) is not None and m.kind == "name"), None)
    if mention is None or (head is not None and mention.end <= head and mention.label != "PERSON"):
        if head is not None and _type_of(cast, via.start, head) == "media":
            return True  # the website, the Rooy news agency
        if mention is None:
            return False
    name = cast.entities[mention.entity].name
    if mention.label not in _NO_MEDIA and (
        type_of_name(name, "ORG", cast.lexicons) == "media" or words["outlet_names"] & set(fold(name).split())
    ):
        return True
    is_body = type_of_name(name, mention.label, cast.lexicons) in {"organization", "media", "unknown"}
    return medium == "show" and mention.label in _SHOW_LABELS and is_body


def _is_named_medium(cast: Cast, via: range) -> bool:
    """Whether a phrase begins with a name that the article calls a newspaper, a network …: the Oster daily Clarion."""
    mention = next((m for i in via if (m := cast.by_token.get(i)) is not None and m.kind == "name"), None)
    if mention is None or mention.label in _NO_MEDIA or mention.end < via.stop - 1:
        return False
    entity = cast.entities[mention.entity]
    last = fold(entity.title).split()[-1] if entity.title else ""
    return cast.lexicons.headwords.get(last) == "media" or type_of_name(entity.name, "ORG", cast.lexicons) == "media"


def apply_relays(view: View, cast: Cast, frames: Sequence[Frame], relays: Sequence[Relay]) -> list[Frame]:
    """Return the frames with whoever said the words as their source, and whoever passed them on as the way.

    Frames that hold nothing but a relay's own words ('citing two officials') are left out.
    """
    by_word: dict[int, list[Relay]] = {}
    for relay in relays:
        for i in relay.words:
            by_word.setdefault(i, []).append(relay)
    kept = [f for f in frames if not _is_only_relay(view, f, by_word)]
    by_sentence: dict[int, list[Frame]] = {}
    for frame in kept:
        anchor = frame.cue or frame.source
        if anchor is not None:
            by_sentence.setdefault(view.sentence[min(view.token_at(anchor[0]), len(view) - 1)], []).append(frame)
    for relay in relays:
        beside = by_sentence.get(view.sentence[relay.words[0]], [])
        if relay.source is None:
            _pass_through(view, cast, beside, relay)
        else:
            for frame in beside:
                _redirect(view, frame, relay)
    for frame in kept:
        _unfold(view, cast, frame)
    return _drop_copies(kept)


def _is_only_relay(view: View, frame: Frame, by_word: Mapping[int, Sequence[Relay]]) -> bool:
    """Whether a frame's cue is a relay's own and its content only who is cited: (citing) two officials."""
    if frame.cue is None:
        return False
    for relay in by_word.get(view.token_at(frame.cue[0]), ()):
        own = {*(relay.source or ()), *relay.words}
        if relay.source is not None and all(i in own for i in view.tokens_in(frame.content) if view.is_word[i]):
            return True
    return False


@rule("relay.source", nothing=None)
def _redirect(view: View, frame: Frame, relay: Relay) -> bool | None:
    """Give a frame the source that its words were first said by, and take that out of the content."""
    assert relay.source is not None
    source = view.chars(relay.source.start, relay.source.stop)
    via = view.chars(relay.via.start, relay.via.stop) if relay.via is not None else None
    if not _belongs(view, frame, relay):
        return None
    if frame.source is not None and frame.source[0] < source[0] and frame.source[1] >= source[1]:
        source = frame.source[0], source[1]  # the transcript of the debate published by the Gazette
    if frame.source != source:
        frame.via, frame.source = via, source
    own = {*relay.source, *relay.words, *(relay.via or ())}
    rest = [s for s in frame.content if any(i not in own and view.is_word[i] for i in view.tokens_of(s))]
    frame.content = [_cut_front(view, span, own) for span in rest] or frame.content
    return True


def _cut_front(view: View, span: Span, own: set[int]) -> Span:
    """Leave out the relay's own words where a content begins with them."""
    tokens = view.tokens_of(span)
    first = tokens.start
    while first + 1 < tokens.stop and (first in own or not view.is_word[first]) and view.quote[first] < 0:
        first += 1
    return view.starts[first], span[1]


def _belongs(view: View, frame: Frame, relay: Relay) -> bool:
    """Whether a relay tells of a frame's source: they share words, or the way is the frame's source."""
    own = {*relay.words, *(relay.source or ()), *(relay.via or ())}
    touched = not own.isdisjoint(view.tokens_in((frame.source, frame.cue)))
    return touched and not any(
        view.starts[i] >= a and view.ends[i] <= b for a, b in frame.content for i in relay.words[:1]
    )


@rule("relay.medium", nothing=None)
def _pass_through(view: View, cast: Cast, frames: Iterable[Frame], relay: Relay) -> bool | None:
    """Give the frame whose cue stands nearest the medium through which its words came."""
    assert relay.via is not None
    at = relay.words[0]
    near = [
        (abs(view.token_at(f.cue[0]) - at), k, f)
        for k, f in enumerate(frames)
        if f.cue is not None and f.source is not None and not any(a <= view.starts[at] < b for a, b in f.content)
    ]
    if not near:
        return None
    is_cue = cast.lexicons.cues.is_speech_verb(view, at) and view.tags[at] != "VBG"
    if is_cue and min(near)[0] > _BESIDE:
        return None
    frame = min(near)[2]
    span = view.chars(relay.via.start, relay.via.stop)
    if frame.via is not None or (frame.source is not None and frame.source[0] < span[1] and span[0] < frame.source[1]):
        return None
    frame.via = span
    return True


@rule("relay.unfold", nothing=None)
def _unfold(view: View, cast: Cast, frame: Frame) -> bool | None:
    """'Rooy said it was late, Interfax reported': Interfax passes on what Rooy says."""
    if frame.source is None or frame.cue is None or frame.via is not None:
        return None
    outer = view.tokens_of(frame.source)
    if any(m.label == "PERSON" for m in cast.between(outer.start, outer.stop)) or not _is_medium(cast, outer, "media"):
        return None
    inner = _find_said(view, cast, frame)
    if inner is None:
        return None
    source, cue, rest = inner
    frame.via, frame.source, frame.cue, frame.content = frame.source, source, cue, rest
    return True


def _find_said(view: View, cast: Cast, frame: Frame) -> tuple[Span, Span, list[Span]] | None:
    """Return source, cue and content of what a content itself attributes, at its beginning or at its end."""
    cues = cast.lexicons.cues
    first, last = view.tokens_of(frame.content[0]), view.tokens_of(frame.content[-1])
    for verb in first:
        if view.quote[verb] >= 0 or verb - first.start > _LONGEST_SLOT:
            break
        if view.tags[verb] in {"VBD", "VBZ", "VBP"} and cues.is_speech_verb(view, verb):
            subject = find_subject(view, verb)
            if subject is None or not first.start <= subject.start <= first.start + 1 or subject.stop > verb:
                break
            begin = next(
                (i + 1 for i in range(verb + 1, min(verb + 4, first.stop)) if view.lower[i] == "that"), verb + 1
            )
            rest = frame.content[1:]
            if begin < first.stop:
                rest = [(view.starts[begin], frame.content[0][1]), *rest]
            elif rest:  # told (parliament) that it was late
                behind = view.tokens_of(rest[0])
                opening = view.starts[behind.start + (view.lower[behind.start] == "that")]
                rest = [(opening, rest[0][1]), *rest[1:]]
            if not rest or (len(rest) == 1 and not _has_clause(view, view.tokens_of(rest[0]))):
                break
            return view.chars(subject.start, subject.stop), view.chars(verb, verb + 1), rest
        if view.tags[verb] in FINITE:
            break
    end = last.stop - 1
    while end > last.start and not view.is_word[end]:
        end -= 1
    if view.tags[end] not in {"VBD", "VBZ"} or not cues.is_speech_verb(view, end) or view.quote[end] >= 0:
        return None
    subject = find_subject(view, end)
    if subject is None:
        return None
    stop = subject.start
    while stop > last.start and not view.is_word[stop - 1] and view.quote[stop - 1] < 0:
        stop -= 1
    rest = [*frame.content[:-1], (frame.content[-1][0], view.ends[stop - 1])]
    return view.chars(subject.start, subject.stop), view.chars(end, end + 1), rest


def _has_clause(view: View, tokens: range) -> bool:
    return any(view.tags[i] in FINITE or view.quote[i] >= 0 for i in tokens)


def _drop_copies(frames: Sequence[Frame]) -> list[Frame]:
    """Leave out frames that say what another one says of the same source; the one that knows the way stays."""
    kept: list[Frame] = []
    known: dict[tuple[Span, tuple[Span, ...]], Frame] = {}
    for frame in frames:
        same = known.setdefault((frame.source, tuple(frame.content)), frame) if frame.source is not None else frame
        if same is frame:
            kept.append(frame)
        elif same.via is None:
            same.via = frame.via
    return kept


def carry_media(view: View, frames: Sequence[Frame], names: Sequence[str | None], vias: list[str | None]) -> None:
    """Fill in the way of words that go on from words before them: 'he added', after 'he told the Gazette'.

    Args:
        view: the document.
        frames: its frames.
        names: who speaks in each frame.
        vias: the way that is told of each frame; filled.
    """
    order = sorted((k for k, f in enumerate(frames) if f.quotations or f.source), key=lambda k: frames[k].start)
    for before, k in pairwise(order):
        apart = view.paragraph[view.token_at(frames[k].start)] - view.paragraph[view.token_at(frames[before].start)]
        is_one = names[k] is not None and names[k] == names[before] and apart <= 1
        if is_one and vias[k] is None and frames[before].via is not None:
            vias[k], frames[k].via = vias[before], frames[before].via
