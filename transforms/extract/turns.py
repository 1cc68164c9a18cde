"""Interviews and transcripts: paragraphs that begin with who speaks, 'Rooy: The pier was old.'

Their words are the speaker's and not the outlet's, though no marks and no verb say so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from transforms.extract.attributions import Frame
from transforms.extract.mentions import Cast, Entity
from transforms.extract.names import fold
from transforms.extract.outlet_claims import is_question
from transforms.extract.view import Span, View
from transforms.records import Role

_LABEL = re.compile(r"([^\W\d_][\w.’'‑-]*(?: [^\W\d_][\w.’'‑-]*){0,4}) ?:\s")
_ASKED, _ANSWERED = frozenset({"q", "question"}), frozenset({"a", "answer"})
_LEAST_TURNS = 2  # of each of two speakers


def take_turns(view: View, cast: Cast, frames: Sequence[Frame]) -> list[Frame]:
    """Return the frames, with one for each paragraph of an interview that answers.

    Args:
        view: the document.
        cast: its entities; gets a mention for every label that stands for a person.
        frames: the pipeline's attributions; those with words in marks stay.
    """
    labels = _find_labels(view)
    names = Counter(fold(view.slice(span)) for span in labels.values())
    often = {name for name, count in names.items() if count >= _LEAST_TURNS}
    if len(often) < 2:
        return list(frames)
    speakers = {name: _find_speaker(view, cast, name, min(labels)) for name in names}
    turns: list[Frame] = []
    paragraphs: set[int] = set()
    current: Span | None = None
    for number in range(min(labels), max(labels) + 1):
        current = labels.get(number, current)
        assert current is not None
        speaker = speakers[fold(view.slice(current))]
        content = _words_of(view, number, labels.get(number))
        if content is None:  # a question is nobody's statement
            paragraphs.add(number)
        if speaker is None or content is None:
            continue
        if number in labels:
            tokens = view.tokens_of(current)
            cast.reassign(tokens.start, speaker)
            if tokens.start not in cast.by_token:
                cast.add_mention(tokens.start, tokens.stop, "nominal", speaker)
        colon = view.text.index(":", current[1])
        turns.append(Frame([content], current, (colon, colon + 1), 0.9, by_rule=True, is_turn=True))
        paragraphs.add(number)
    rest = [f for f in frames if view.paragraph[view.token_at(f.start)] not in paragraphs or _is_quoted(view, f)]
    return rest + turns


def _find_labels(view: View) -> dict[int, Span]:
    """Return the label of each body paragraph that begins with one, by paragraph."""
    found = {}
    for number, paragraph in enumerate(view.paragraphs):
        match = _LABEL.match(view.text, paragraph.start, paragraph.end)
        if match is not None and paragraph.role is Role.BODY:
            found[number] = match.span(1)
    return found


def _find_speaker(view: View, cast: Cast, name: str, first: int) -> Entity | None:
    """Return whom a folded label stands for: whose name, surname or initials it is; for 'A' whom the lead is about."""
    if name in _ASKED:
        return None
    people = [entity for entity in cast.entities if entity.label == "PERSON"]
    if name in _ANSWERED:
        lead = Counter(
            m.entity for m in cast.mentions if m.label == "PERSON" and 0 <= view.paragraph[m.first] < first
        ).most_common(2)
        is_clear = len(lead) == 1 or (len(lead) == 2 and lead[0][1] > lead[1][1])
        return cast.entities[lead[0][0]] if is_clear else None
    for entity in people:
        forms = {fold(form) for form in entity.names} | {form.split()[-1] for form in map(fold, entity.names)}
        if name in forms:
            return entity
    initials = [e for e in people if "".join(word[0] for word in fold(e.name).split()) == name.replace(" ", "")]
    if len(initials) == 1:
        return initials[0]
    return next((e for e in cast.entities if e.label == "ORG" and name in {fold(form) for form in e.names}), None)


def _words_of(view: View, number: int, label: Span | None) -> Span | None:
    """Return what is said in a paragraph, None when it only asks."""
    paragraph = view.paragraphs[number]
    start = view.text.index(":", label[1]) + 1 if label is not None else paragraph.start
    while start < paragraph.end and view.text[start].isspace():
        start += 1
    if paragraph.role is not Role.BODY or start >= paragraph.end:
        return None
    sentences = [s for s in view.sentences if s.paragraph == number]
    end = paragraph.end - 1 if view.text[paragraph.end - 1] == "." else paragraph.end
    return None if all(is_question(view, s) for s in sentences) else (start, end)


def _is_quoted(view: View, frame: Frame) -> bool:
    return any(view.quote[i] >= 0 for span in frame.content for i in view.tokens_of(span))
