"""How the speakers of the same words relate; every name is invented."""

from __future__ import annotations

from typing import Any

import pytest

from transforms.match.speakers import Speaker, is_same_speaker, relate_speakers


def speaker(name: str | None, kind: str = "named_person", **cells: Any) -> Speaker:
    row = {
        "speaker_entity_id": None,
        "speaker_name": name,
        "speaker_type": kind,
        "speaker_how": "name",
        "confidence": 0.97,
    }
    return Speaker.read(row | cells)


def relate(a: Speaker, b: Speaker, similarity: float = 1.0, words: int = 12, content: int = 7) -> str:
    found = relate_speakers(a, b, similarity, words, content)
    assert relate_speakers(b, a, similarity, words, content) == found
    return found


@pytest.mark.parametrize(
    ("a", "b"),
    [
        (speaker("a spokesman for Corvash Rail", "unnamed_person"), speaker("Corvash Rail", "organization")),
        (speaker("Ana Rooy"), speaker("Corvash Rail", "organization")),
        (speaker("White House", "government", parent_entity_id="us"), speaker("US government", "government", speaker_entity_id="us")),
        (speaker("the letter", "document"), speaker("Ana Rooy")),
        (speaker("Ana Rooy's lawyer", "unnamed_person"), speaker("Ana Rooy")),
        (speaker("Rooy's office", "organization"), speaker("Ana Rooy")),
        (speaker("Leo Brask", speaker_title="spokesman for Ana Rooy"), speaker("Ana Rooy")),
        (speaker("Leo Brask", speaker_beside=", a spokeswoman for Gov. Ana Rooy, in a"), speaker("Ana Rooy")),
        (speaker("the minister", "unnamed_person"), speaker("Interior Ministry", "government")),
    ],
)  # fmt: skip
def test_a_speaker_for_somebody_is_related_to_whom_they_speak_for(a: Speaker, b: Speaker) -> None:
    assert relate(a, b) == "speaks_for"


def test_two_named_people_are_two_speakers() -> None:
    a, b = speaker("Ana Rooy", speaker_entity_id="e1"), speaker("Leo Brask", speaker_entity_id="e2")
    assert relate(a, b) == "other"
    assert is_same_speaker(a, b) is False


@pytest.mark.parametrize(
    ("a", "b", "similarity", "words"),
    [
        (speaker(None), speaker("Ana Rooy"), 1.0, 12),
        (speaker("Ana Rooy", confidence=0.5), speaker("Leo Brask"), 1.0, 12),
        (speaker("Ana Rooy", speaker_how="pronoun"), speaker("Leo Brask"), 1.0, 12),
        (speaker("Ana Rooy"), speaker("Leo Rooy"), 1.0, 12),
        (speaker("Ana Rooy"), speaker("Leo Brask"), 0.6, 12),
        (speaker("Ana Rooy"), speaker("Leo Brask"), 1.0, 3),
        (speaker("Ana Rooy", text="It rained, Brask said"), speaker("Leo Brask"), 1.0, 12),
        (speaker("critics", "anonymous_group"), speaker("analysts", "anonymous_group"), 1.0, 12),
        (speaker("Ana Rooy", speaker_title="Corvash Rail spokeswoman"), speaker("Leo Brask"), 0.9, 12),
    ],
)
def test_speakers_that_nobody_can_tell_apart_are_unknown(a: Speaker, b: Speaker, similarity: float, words: int) -> None:
    assert relate(a, b, similarity, words) == "unknown"


def test_a_turn_of_phrase_is_no_quotation_of_two_speakers() -> None:
    assert relate(speaker("Ana Rooy"), speaker("Leo Brask"), content=4) == "unknown"


def test_the_same_entity_name_or_surname_is_the_same_speaker() -> None:
    assert relate(speaker("Ana Rooy", speaker_entity_id="e1"), speaker("A. Rooy", speaker_entity_id="e1")) == "same"
    assert relate(speaker("the ministry", "government"), speaker("The Ministry", "government")) == "same"
    assert relate(speaker("Rooy", speaker_entity_id="e1"), speaker("Ana Rooy", speaker_entity_id="e2")) == "same"
    assert relate(speaker("Ana", speaker_entity_id="e1"), speaker("Ana Rooy", speaker_entity_id="e2")) == "same"
    assert relate(speaker("Leo Brask", speaker_entity_id="e1"), speaker("Ana Rooy", speaker_entity_id="e2")) == "other"
