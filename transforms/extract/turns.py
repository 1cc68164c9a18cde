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
    names = {number: fold(view.slice(span)) for number, span in labels.items()}
    often = {name for name, count in Counter(names.values()).items() if count >= _LEAST_TURNS}
    if len(often) < 2:
        return list(frames)
    interview = [number for number, name in names.items() if name in often]  # not: Updated: 18 July, far below
    speakers = _list_speakers(view, cast, interview[0])
    if not often & speakers.keys():
        return list(frames)  # the price list of a museum
    turns: list[Frame] = []
    paragraphs: set[int] = set()
    current = labels[interview[0]]
    for number in range(interview[0], interview[-1] + 1):
        current = labels.get(number, current)
        speaker = speakers.get(fold(view.slice(current)))
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


def _list_speakers(view: View, cast: Cast, first: int) -> dict[str, Entity]:
    """Return whom a folded label stands for: a name, a surname, one person's initials; 'A' is whom the lead is about.

    ``first`` is the first paragraph of the interview; the lead is what stands before it.
    """
    people = [entity for entity in cast.entities if entity.label == "PERSON"]
    bodies = [entity for entity in cast.entities if entity.label == "ORG"]
    found: dict[str, Entity] = {}
    for entity in people:
        for form in map(fold, entity.names):
            found.setdefault(form, entity)
            found.setdefault(form.split()[-1], entity)
    initials = Counter("".join(word[0] for word in fold(entity.name).split()) for entity in people)
    for entity in people:
        letters = "".join(word[0] for word in fold(entity.name).split())
        if initials[letters] == 1 and len(letters) > 1:
            found.setdefault(letters, entity)
    for entity in bodies:
        for form in map(fold, entity.names):
            found.setdefault(form, entity)
    lead = Counter(m.entity for m in cast.mentions if m.label == "PERSON" and 0 <= view.paragraph[m.first] < first)
    (best, most), *rest = lead.most_common(2) or [(-1, 0)]
    if most and not (rest and rest[0][1] == most):
        found |= dict.fromkeys(_ANSWERED, cast.entities[best])
    return {name: entity for name, entity in found.items() if name not in _ASKED}


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
