"""Settle the source of every frame, in the order of the text: later pronouns look back to earlier sources."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from transforms.extract.anonymity import find_anonymity
from transforms.extract.attributions import Frame
from transforms.extract.discourse import Choice, Discourse, Reference
from transforms.extract.mentions import Cast
from transforms.extract.references import (
    find_implicit,
    is_described_subject,
    note_described,
    resolve_pronoun,
    resolve_source,
)
from transforms.extract.relays import carry_media
from transforms.extract.source_types import type_of_noun
from transforms.extract.view import NOMINAL_TAGS, Span, View
from transforms.lexicon import load_words

_TELLING = load_words("telling_verbs")


@dataclass(frozen=True, slots=True)
class Speaker:
    """A settled source, with what else the text says of it: through whom, to whom, why unnamed, of which country."""

    reference: Reference
    via: str | None = None
    addressee: str | None = None
    anonymity_reason: str | None = None
    affiliation: str | None = None


def settle_speakers(view: View, cast: Cast, frames: Sequence[Frame]) -> tuple[list[Speaker | None], list[Choice]]:
    """Return the speaker of each frame, None without a source, and the choices made; other pronouns are settled too.

    Frames are settled in the order of the text, as later pronouns look back, those of the headline last.
    """
    discourse = Discourse(view, cast)
    settled: list[Speaker | None] = [None] * len(frames)
    for token, frame_no in _list_anchors(view, cast, frames):
        discourse.frame = frame_no
        if frame_no >= 0:
            settled[frame_no] = _settle_frame(discourse, frames[frame_no], token)
        elif view.lower[token] in _PERSONAL:
            resolve_pronoun(discourse, token)
        else:
            note_described(discourse, token)
    _hand_down(frames, settled)
    _carry_media(view, frames, settled)
    for k, frame in enumerate(frames):
        if frame.repeats is None:
            continue
        original = next((s for f, s in zip(frames, settled, strict=True) if f is frame.repeats), None)
        if original is not None:
            settled[k] = replace(original, reference=replace(original.reference, how="implicit"))
    return settled, discourse.choices


def _list_anchors(view: View, cast: Cast, frames: Sequence[Frame]) -> list[tuple[int, int]]:
    """Return (token, frame) of everything to settle, -1 for what is no frame's source, in the order of settling."""
    sources = set(view.tokens_in(f.source for f in frames))
    anchors = [
        (view.is_headline(token), token, 1, k)
        for k, frame in enumerate(frames)
        if (frame.source or frame.implicit) and frame.repeats is None
        for token in [min(view.token_at(frame.source[0] if frame.source else frame.start), len(view) - 1)]
    ]
    anchors += [
        (view.is_headline(i), i, 0, -1)
        for i, word in enumerate(view.lower)
        if view.quote[i] < 0 <= view.sentence[i] and i not in sources
        if word in _PERSONAL or is_described_subject(cast, i)
    ]
    return [(token, k) for _, token, _, k in sorted(anchors)]


def _settle_frame(discourse: Discourse, frame: Frame, token: int) -> Speaker:
    view, cast = discourse.view, discourse.cast
    discourse.named_inside = _find_named_inside(cast, frame)
    if frame.source is None:
        words = sum(view.is_word[i] for i in view.tokens_in(frame.content))
        reference = find_implicit(discourse, token, words)
    else:
        reference = _read_label(cast, frame) or resolve_source(discourse, view.tokens_of(frame.source))
    discourse.cite(token, reference)
    return _describe(discourse, frame, reference)


def _read_label(cast: Cast, frame: Frame) -> Reference | None:
    """'THE WITNESS:' is a speaker of its own in a transcript, whoever was named before."""
    view = cast.view
    tokens = view.tokens_of(frame.source) if frame.is_turn and frame.source else range(0)
    if not tokens or any(i in cast.by_token for i in tokens):
        return None
    name = view.slice(view.chars(tokens.start, tokens.stop)).lower()
    kind = type_of_noun(name, view.lower[tokens[-1]], view.tags[tokens[-1]] in {"NNS", "NNPS"}, cast.lexicons)
    return Reference(None, name, kind, "nominal", 0.9, head=tokens[-1]) if kind != "unknown" else None


_INTRODUCING = frozenset({"am", "'m", "’m", "me", "is"})


def _find_named_inside(cast: Cast, frame: Frame) -> frozenset[int]:
    """Return the people whom a frame's quotations name.

    But for 'I am Ana Rooy', 'they call me Rooy', and 'said Rooy' where the closing mark is missing.
    """
    view, cues = cast.view, cast.lexicons.cues
    found = set()
    for number in frame.quotations:
        span = view.tokens_of(view.quotations[number].outer)
        for mention in cast.between(span.start, span.stop):
            beside = (i for i in (mention.first - 1, mention.end) if i in span)
            says = any(cues.is_speech_verb(view, i) or view.lower[i] in _INTRODUCING for i in beside)
            if mention.label == "PERSON" and mention.kind == "name" and not says:
                found.add(mention.entity)
    return frozenset(found)


_PERSONAL = load_words("masculine_pronouns", "feminine_pronouns") - {"himself", "herself", "hers"}


def _describe(discourse: Discourse, frame: Frame, reference: Reference) -> Speaker:
    view, cast = discourse.view, discourse.cast
    via = _name_medium(discourse, frame.via, reference) if frame.via else None
    anchor = frame.source or frame.cue
    is_unnamed = reference.source_type.startswith(("anonymous", "unnamed"))
    reason = find_anonymity(view, view.token_at(anchor[0])) if is_unnamed and anchor else None
    return Speaker(reference, via, _find_addressee(discourse, frame), reason, _find_affiliation(cast, frame, reference))


def _name_medium(discourse: Discourse, via: Span, reference: Reference) -> str | None:
    """Return what passed words on; the letter by whoever speaks is called by its own words."""
    name = resolve_source(discourse, discourse.view.tokens_of(via)).name
    return discourse.view.slice(via) if name is not None and name == reference.name else name


def _find_addressee(discourse: Discourse, frame: Frame) -> str | None:
    """Return to whom it was said: 'told Reuters', 'told reporters'."""
    view = discourse.view
    if frame.cue is None:
        return None
    verb = next(
        (i for i in view.tokens_of(frame.cue) if view.lemmas[i] in _TELLING and view.tags[i].startswith("VB")), None
    )
    if verb is None:
        return None
    start = end = verb + 1
    while end < len(view) and end < start + 8 and view.sentence[end] == view.sentence[verb] and view.quote[end] < 0:
        if view.tags[end] not in NOMINAL_TAGS | {"DT", "JJ", "PRP$", "POS", "PRP"}:
            break
        if frame.source and frame.source[0] <= view.starts[end] < frame.source[1]:
            return None
        if view.tags[end] == "PRP" and end > start:
            break
        end += 1
        if view.tags[end - 1] == "PRP":
            break
    if end == start or any(a <= view.starts[start] < b for a, b in frame.content):
        return None
    mention = discourse.cast.by_token.get(start)
    if mention is not None and mention.kind == "name" and mention.end >= end - 1:
        return discourse.cast.entities[mention.entity].name
    return view.slice(view.chars(start, end))


def _find_affiliation(cast: Cast, frame: Frame, reference: Reference) -> str | None:
    """Return the country or body that the source's own words tie it to: 'US officials' to the United States."""
    if frame.source is None or reference.head is None:
        return sorted(reference.entity.ties)[0] if reference.entity is not None and reference.entity.ties else None
    view = cast.view
    tokens = view.tokens_of(frame.source)
    for i in tokens:
        mention = cast.by_token.get(i)
        if (
            mention is not None
            and (reference.entity is None or mention.entity != reference.entity.number)
            and mention.label != "PERSON"
        ):
            entity = cast.entities[mention.entity]
            return cast.lexicons.country_of(" ".join(view.lower[mention.first : mention.end])) or entity.name
        for width in (2, 1):
            country = (
                cast.lexicons.demonyms.get(" ".join(view.lower[i : i + width])) if i + width <= tokens.stop else None
            )
            if country is not None:
                return country
    return None


def _carry_media(view: View, frames: Sequence[Frame], settled: list[Speaker | None]) -> None:
    """Words that go on came through the medium of those before."""
    vias = [s.via if s else None for s in settled]
    carry_media(view, frames, [s.reference.name if s else None for s in settled], vias)
    for k, speaker in enumerate(settled):
        if speaker is not None and speaker.via != vias[k]:
            settled[k] = replace(speaker, via=vias[k])


def _hand_down(frames: Sequence[Frame], settled: list[Speaker | None]) -> None:
    """A frame inside another's content came through that other's source."""
    order = sorted(range(len(frames)), key=lambda k: (frames[k].start, -frames[k].content[-1][1]))
    open_frames: list[int] = []
    for k in order:
        frame, speaker = frames[k], settled[k]
        while open_frames and frames[open_frames[-1]].content[-1][1] <= frame.start:
            open_frames.pop()
        if speaker is not None and speaker.via is None and frame.source is not None:
            for outer in reversed(open_frames):
                holder = settled[outer]
                if holder is None or not any(
                    a <= frame.source[0] and frame.source[1] <= b for a, b in frames[outer].content
                ):
                    continue
                if holder.reference.name is not None and holder.reference.name != speaker.reference.name:
                    settled[k] = replace(speaker, via=holder.reference.name)
                    break
        open_frames.append(k)
