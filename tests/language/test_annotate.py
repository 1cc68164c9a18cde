"""Long texts are annotated in parts: what comes out is what the parts give, in the offsets of the whole text."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc

from transforms import annotate
from transforms.annotate import annotate_text
from transforms.language.attribution import get_attributions
from transforms.records import Role, Segment

_PARAGRAPHS = (
    "The wall of Marl is unsafe, engineer Ida Kern said on Monday. “It could fall,” she warned the council.",
    "Bo Lund, who runs the port, denied that ships had been turned away.",
    "Nothing is known of the cause. Residents had called the fire brigade at noon.",
    "“We lost the roof,” said Lena Frostam, the headmistress. The school will stay closed, she added.",
)
_TEXT = "\n\n".join(_PARAGRAPHS * 3)


def _segments(text: str, start: int = 0) -> list[Segment]:
    bounds = [0]
    for paragraph in text.rstrip().split("\n\n"):
        bounds.append(bounds[-1] + len(paragraph) + 2)
    return [Segment(n, Role.BODY, start + a, start + b - 2) for n, (a, b) in enumerate(pairwise(bounds))]


def test_parts_are_joined_in_the_offsets_of_the_text(nlp: Language, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(annotate, "PART_CHARS", 400)
    monkeypatch.setattr(annotate, "_CUT_SHARE", 0.6)
    joined = annotate_text(nlp, _TEXT, _segments(_TEXT))
    parts = [(a, annotate_text(nlp, _TEXT[a:b], _segments(_TEXT[a:b]))) for a, b in annotate._find_parts(_TEXT)]
    assert len(parts) > 2
    assert joined.text == _TEXT
    assert [(t.idx, t.head.idx, t.tag_, t.dep_, t.lemma_, t.is_sent_start) for t in joined] == [
        (t.idx + a, t.head.idx + a, t.tag_, t.dep_, t.lemma_, t.is_sent_start) for a, part in parts for t in part
    ]
    for read in (_read_attributions, _read_entities, _read_segments):
        assert read(joined, 0) == [found for a, part in parts for found in read(part, a)]
    assert len(_read_attributions(joined, 0)) > 8
    assert _read_segments(joined, 0) == [(s.start, s.end, "body") for s in _segments(_TEXT)]


def _read_attributions(doc: Doc, start: int) -> list[object]:
    return [
        [[(a + start, b + start) for a, b in spans] for spans in (found.source, found.cue, found.content)]
        for found in get_attributions(doc)
    ]


def _read_entities(doc: Doc, start: int) -> list[object]:
    return [(e.start_char + start, e.end_char + start, e.label_) for e in doc.ents]


def _read_segments(doc: Doc, start: int) -> list[object]:
    return [(s.start_char + start, s.end_char + start, s.label_) for s in doc.spans["segments"]]


@given(st.text(alphabet="ab .\n”", max_size=300))
def test_parts_cover_a_text_once_and_none_is_too_long(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(annotate, "PART_CHARS", 20)
        parts = list(annotate._find_parts(text))
    assert "".join(text[start:end] for start, end in parts) == text
    assert all(end - start <= 20 for start, end in parts)


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("One two three.\n\nFour. Five six seven eight", "One two three.\n\n"),
        ("One two three. Four five six seven eight", "One two three. "),
        ("One two three four five six seven eight nine", "One two three four "),
        ("x" * 30, "x" * 20),
    ],
)
def test_a_part_ends_with_a_paragraph_else_a_sentence_else_a_word(
    text: str, first: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(annotate, "PART_CHARS", 20)
    monkeypatch.setattr(annotate, "_CUT_SHARE", 0.5)
    start, end = next(annotate._find_parts(text))
    assert text[start:end] == first
