"""What sentences state beside what they attribute, and statements that can be read alone, on texts as they are parsed."""

from __future__ import annotations

import pytest

from tests.extract.parsed import extract_text


def statements(text: str, voice: str) -> list[str]:
    return [claim["statement"] for claim in extract_text(text).claims if claim["voice"] == voice]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "Speaking to teachers at the old harbour school, Ana Rooy said the roof would be mended.",
            "Ana Rooy was speaking to teachers at the old harbour school.",
        ),
        (
            "In a letter sent to every parent in Oster on Friday, Ana Rooy said the roof would be mended.",
            "A letter was sent to every parent in Oster on Friday.",
        ),
    ],
)
def test_a_participle_beside_an_attribution_is_a_claim_with_its_subject(text: str, told: str) -> None:
    assert told in statements(text, "outlet")


@pytest.mark.parametrize(
    "text",
    [
        "Without naming the driver of the old bus, Ana Rooy said the brakes had failed.",
    ],
)
def test_a_participle_of_what_was_not_done_is_no_claim(text: str) -> None:
    assert not [s for s in statements(text, "outlet") if "naming" in s or "selling" in s]


def test_a_clause_keeps_what_stands_beside_the_attribution_inside_it() -> None:
    text = "The harbour has joined a new league by dropping the old fee that Ana Rooy said was too high."
    assert statements(text, "outlet") == ["The harbour has joined a new league by dropping the old fee."]
    assert statements(text, "attributed") == ["Ana Rooy said that the old fee was too high."]


def test_who_agrees_to_something_is_not_said_to_have_spoken() -> None:
    text = "In 1899 and again in 1903, the singer agreed to work with the harbour school in Oster."
    assert not [s for s in statements(text, "outlet") if "spoke" in s]


def test_what_a_verb_that_is_no_cue_does_to_a_word_or_two_is_the_outlets() -> None:
    text = "Ole Brandt invoked the harbour rule before the council on Monday."
    assert statements(text, "attributed") == []
    assert statements(text, "outlet") == ["Ole Brandt invoked the harbour rule before the council on Monday."]


@pytest.mark.parametrize(
    ("text", "voice", "statement"),
    [
        ("Others will be told that a similar plan costs more.", "hedged", "Others will be told that a similar plan costs more."),
        (
            "“The pier is closed,” Ana Rooy said at a meeting in Oster.",
            "attributed",
            "Ana Rooy said at a meeting in Oster: “The pier is closed.”",
        ),
        (
            "Ole Brandt won the prize for saving one of the country's “venerable” shipyards, according to the Gazette.",
            "attributed",
            "According to the Gazette, Ole Brandt won the prize for saving one of the country's “venerable” shipyards.",
        ),
    ],
)  # fmt: skip
def test_a_statement_can_be_read_alone(text: str, voice: str, statement: str) -> None:
    assert statement in statements(text, voice)
