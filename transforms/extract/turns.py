"""Interviews and transcripts: paragraphs that begin with who speaks, 'Rooy: The pier was old.'

Their words are the speaker's and not the outlet's, though no marks and no verb say so.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence

from transforms.extract.attributions import Frame, holds_marks
from transforms.extract.mentions import Cast, Entity
from transforms.extract.names import fold
from transforms.extract.outlet_claims import is_question
from transforms.extract.view import Span, View
from transforms.lexicon import load_words
from transforms.records import Role

_LABEL = re.compile(r"(?:[^\W\d_][\w.’'‑-]*(?: [^\W\d_][\w.’'‑-]*){0,4}(?= ?:\s)|[QA](?=[.)]\s))")
_ASKED, _ANSWERED = frozenset({"q", "question", "interviewer", "reporter"}), frozenset({"a", "answer"})
_LEAST_TURNS = 2  # of each of two speakers
_LONGEST_QUESTION = 30  # words
_FIRST_PERSON = load_words("first_person") | {"i'm"}
_MARKS = frozenset('"“”')
_SECOND_PERSON = load_words("second_person")


def take_turns(view: View, cast: Cast, frames: Sequence[Frame]) -> list[Frame]:
    """Return the frames, with one for each paragraph of an interview that answers.

    Args:
        view: the document.
        cast: its entities; gets a mention for every label that stands for a person.
        frames: the pipeline's attributions; those with words in marks stay.
    """
    labels = _find_labels(view)
    names = {number: fold(view.slice(span)) for number, span in labels.items()}
    interview = _find_interview(view, labels, names)
    if not interview:
        return _take_answers(view, cast, frames)
    speakers = _list_speakers(view, cast, interview[0])
    turns: list[Frame] = []
    paragraphs: set[int] = set()
    current = labels[interview[0]]
    for number in range(interview[0], interview[-1] + 1):
        current = labels.get(number, current)
        speaker = speakers.get(fold(view.slice(current)))
        content = _words_of(view, number, labels.get(number))
        if content is None:  # a question is nobody's statement
            paragraphs.add(number)
            continue
        if speaker is None and not _is_role(view, cast, current):
            continue
        if number in labels and speaker is not None:
            tokens = view.tokens_of(current)
            cast.reassign(tokens.start, speaker)
            if tokens.start not in cast.by_token:
                cast.add_mention(tokens.start, tokens.stop, "nominal", speaker)
        mark = _find_mark(view, current)
        turns.append(Frame([content], current, (mark, mark + 1), 0.9, by_rule=True, is_turn=True))
        paragraphs.add(number)
    return _replace(view, frames, paragraphs, turns)


def _replace(view: View, frames: Sequence[Frame], paragraphs: set[int], turns: list[Frame]) -> list[Frame]:
    """Return the turns with the frames outside their paragraphs, and with those of words in marks."""
    rest = [f for f in frames if view.paragraph[view.token_at(f.start)] not in paragraphs or holds_marks(view, f)]
    return rest + turns


def _find_interview(view: View, labels: Mapping[int, Span], names: Mapping[int, str]) -> list[int]:
    """Return the paragraphs whose labels take turns: two that come back, Q and A, or several written in capitals."""
    counts = Counter(names.values())
    often = {name for name, count in counts.items() if count >= _LEAST_TURNS}
    if len(often) >= _LEAST_TURNS:
        return [number for number, name in names.items() if name in often]  # not: Updated: 18 July, far below
    pairs = _ASKED & counts.keys() and len(counts) == _LEAST_TURNS  # Q and A; Interviewer and Rooy
    if pairs:
        return list(names)
    if len(counts) == _LEAST_TURNS < len(names) and all(" " in name for name in counts):
        return list(names)  # full names, one of which comes back
    loud = [number for number, span in labels.items() if view.slice(span).isupper()]
    is_run = len(loud) > 1 and loud[-1] - loud[0] < 2 * len(loud)
    return loud if is_run and len({names[n] for n in loud}) >= _LEAST_TURNS else []


def _is_role(view: View, cast: Cast, label: Span) -> bool:
    """Whether a label says what somebody is: THE WITNESS."""
    last = fold(view.slice(label)).split()[-1]
    return cast.lexicons.is_person_noun(last) and not any(i in cast.by_token for i in view.tokens_of(label)[-1:])


def _take_answers(view: View, cast: Cast, frames: Sequence[Frame]) -> list[Frame]:
    """Return the frames, with one for each answer of an interview that is printed as questions and answers only."""
    asked = {n: text for n in range(1, len(view.paragraphs)) if (text := _find_question(view, n)) is not None}
    if len(asked) < _LEAST_TURNS or not any(_SECOND_PERSON & set(text.lower().split()) for text in asked.values()):
        return list(frames)
    spoken = {n: _words_of(view, n, None) for n in range(min(asked), max(asked) + 1)}
    answers = {n: content for n, content in spoken.items() if content is not None}
    if 2 * sum(_is_personal(view, n) for n in answers) < len(answers):
        return list(frames)
    source = _find_interviewed(view, cast, min(asked))
    turns = [
        Frame([content], source, None, 0.7, by_rule=True, is_turn=True, is_hearsay=source is None)
        for content in answers.values()
    ]
    return _replace(view, frames, set(spoken), turns)


def _find_question(view: View, number: int) -> str | None:
    """Return the question right before a paragraph: a short paragraph, or a heading, that only asks."""
    before, paragraph = view.paragraphs[number - 1], view.paragraphs[number]
    lines = view.text[before.end : paragraph.start].strip().splitlines()
    text = lines[-1] if lines else view.slice((before.start, before.end)) if before.role is Role.BODY else ""
    is_short = 0 < len(text.split()) <= _LONGEST_QUESTION
    return text if is_short and text.endswith("?") and not _MARKS & set(text) else None


def _find_interviewed(view: View, cast: Cast, first: int) -> Span | None:
    """Return where the one person is named whom the paragraphs before an interview are about."""
    lead = [m for m in cast.mentions if m.label == "PERSON" and m.kind == "name" and view.paragraph[m.first] < first]
    counts = Counter(m.entity for m in lead).most_common(2)
    if not counts or (len(counts) > 1 and counts[0][1] == counts[1][1]):
        return None
    mention = next(m for m in lead if m.entity == counts[0][0])
    return view.chars(mention.first, mention.end)


def _is_personal(view: View, number: int) -> bool:
    """Whether a paragraph speaks of its speaker."""
    sentences = (s for s in view.sentences if s.paragraph == number)
    return any(view.lower[i] in _FIRST_PERSON for s in sentences for i in range(s.start, s.end))


def _find_labels(view: View) -> dict[int, Span]:
    """Return the label of each body paragraph that begins with one, by paragraph."""
    found = {}
    for number, paragraph in enumerate(view.paragraphs):
        match = _LABEL.match(view.text, paragraph.start, paragraph.end)
        if match is not None and paragraph.role is Role.BODY:
            found[number] = match.span()
    return found


def _find_mark(view: View, label: Span) -> int:
    """Return where the colon behind a label stands, or the stop behind the letter of 'Q. How did it begin?'."""
    return label[1] + (view.text[label[1]] == " ")


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
    start = _find_mark(view, label) + 1 if label is not None else paragraph.start
    while start < paragraph.end and view.text[start].isspace():
        start += 1
    if paragraph.role is not Role.BODY or start >= paragraph.end:
        return None
    sentences = [s for s in view.sentences if s.paragraph == number]
    end = paragraph.end - 1 if view.text[paragraph.end - 1] == "." else paragraph.end
    return None if all(is_question(view, s) for s in sentences) else (start, end)
