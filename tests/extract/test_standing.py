"""Statements that can be read alone: who 'it' and 'they' are, what points elsewhere, what is only supposed."""

from __future__ import annotations

import pytest

from tests.extract.parsed import extract_text


def forms(text: str) -> dict[str, str]:
    return {claim["statement"]: claim["form"] for claim in extract_text(text).claims}


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        (
            "The harbour board closed the old pier on Monday. It has opened two others since the storm.",
            "The harbour board has opened two others since the storm.",
        ),
        (
            "The dockers of Oster stopped work on Friday, and they went to the town hall at noon.",
            "The dockers of Oster went to the town hall at noon.",
        ),
        (
            "Ana Rooy leads the harbour board. Before the vote, she'd closed the old pier in Oster.",
            "Before the vote, Ana Rooy had closed the old pier in Oster.",
        ),
        (
            "Ana Rooy leads the harbour board. The Gazette reported that she'd closed the old pier.",
            "The Gazette reported that Ana Rooy had closed the old pier.",
        ),
        (
            "Ana Rooy leads the harbour board. The dockers met her on Friday.",
            "The dockers met Ana Rooy on Friday.",
        ),
        (
            "Ole Brandt leads the harbour board. The dockers said that they would follow his plan.",
            "The dockers said that they would follow Ole Brandt’s plan.",
        ),
        (
            "Ole Brandt leads the harbour board. The board is closing the pier now that he's agreed to pay for it.",
            "The board is closing the pier now that Ole Brandt has agreed to pay for it.",
        ),
    ],
)
def test_whom_a_pronoun_means_is_named_where_that_is_plain(text: str, statement: str) -> None:
    assert forms(text)[statement] != "fragment"


@pytest.mark.parametrize(
    "text",
    [
        "The harbour board built a new pier. It fell into the sea within a year.",  # the pier did
        "Ole Brandt says the harbour is too small. It will open again in June.",  # the harbour will
        "The harbour board met on Monday. It was a disaster for the town.",  # what happened was
    ],
)
def test_a_rival_leaves_a_pronoun_as_it_is(text: str) -> None:
    assert [form for statement, form in forms(text).items() if statement.startswith("It ")] == ["fragment"]


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("That was the end of the old harbour in Oster.", "fragment"),
        ("This makes the new pier too short for the ferry.", "fragment"),
        ("Nor has the mayor opened the new pier since June.", "fragment"),
        ("That plan would close the old pier in June.", "fragment"),
        ("The dockers have built it in a year.", "fragment"),
        ("Ole Brandt said it has sunk near the pier.", "fragment"),
        ("The board of the harbour said it would close the pier.", "clause"),
        ("After his speech, Ole Brandt left the harbour of Oster.", "clause"),
        ("Those who live beside the harbour left the town on Friday.", "clause"),
        ("It is clear that the harbour will close in June.", "clause"),
        ("This week the harbour opened its new pier.", "clause"),
        ("When people in Oster see the old ferry, they leave the harbour.", "clause"),
    ],
)
def test_what_points_elsewhere_is_a_fragment(text: str, form: str) -> None:
    assert list(forms(text).values()) == [form]


@pytest.mark.parametrize(
    ("text", "statement"),
    [
        ("However, the harbour board has closed the old pier.", "The harbour board has closed the old pier."),
        ("But the ferry will sail again in June.", "The ferry will sail again in June."),
        ("Still water runs under the old pier in Oster.", "Still water runs under the old pier in Oster."),
        (
            "But the ferry will sail again in June, according to Ole Brandt.",
            "According to Ole Brandt, the ferry will sail again in June.",
        ),
    ],
)
def test_a_statement_leaves_out_what_ties_it_to_the_sentence_before(text: str, statement: str) -> None:
    assert list(forms(text)) == [statement]


def test_a_relative_clause_is_told_with_its_noun() -> None:
    text = "The board voted for the new pier, which Ole Brandt called “a gift to the dockers.”"
    assert text in forms(text)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("“It was a disgrace to the town,” Ole Brandt said.", "fragment"),
        ("“That was never our plan,” Ole Brandt said.", "fragment"),
        ("“We closed the old pier in June,” Ole Brandt said.", "clause"),
        ("“It is time to close the old pier,” Ole Brandt said.", "clause"),
    ],
)
def test_quoted_words_that_speak_of_what_others_tell_are_a_fragment(text: str, form: str) -> None:
    assert list(forms(text).values()) == [form]


def test_words_marked_in_a_headline_are_told_with_whom_they_are_about() -> None:
    text = "Rooy ‘to close the old pier’\n\nThe harbour board of Oster met on Friday."
    assert next(iter(extract_text(text, headline=True).claims))["statement"] == "Rooy ‘to close the old pier’."


def test_what_the_writer_says_of_himself_is_told_as_words_of_the_article() -> None:
    assert forms("We left the old harbour before the storm reached Oster.") == {
        "The article says: “We left the old harbour before the storm reached Oster.”": "clause"
    }


def test_what_is_only_supposed_is_told_with_its_case() -> None:
    text = "If Ana Rooy wants to close the pier, the council must vote before the end of June."
    assert text in forms(text)
    assert not [statement for statement in forms(text) if statement.startswith("Ana Rooy wants")]


def test_a_clause_keeps_the_case_it_holds_in() -> None:
    text = "If the board promises to pay for the pier, the town has every reason to build it."
    assert all(statement.startswith("If the board") for statement in forms(text))


def test_a_noun_with_what_is_said_of_it_stays_one_statement() -> None:
    text = "It is the harbour board that has closed the pier, which Ana Rooy said would save the ferry."
    assert not [statement for statement in forms(text) if "board has closed" in statement]


def test_a_question_states_nothing_beside_what_it_attributes() -> None:
    text = "What should the town do to build the pier that Ana Rooy says it needs?"
    assert not [statement for statement in forms(text) if statement.startswith("What")]


def test_who_wrote_at_some_time_without_more_is_no_claim() -> None:
    text = "As early as June 2009, the Oster Gazette wrote that “no board could ever keep such a promise.”"
    assert not [statement for statement in forms(text) if statement.endswith("Gazette wrote.")]


@pytest.mark.parametrize(
    ("text", "polarity"),
    [
        ("The harbour board failed to open the new pier in June.", "negated"),
        ("The new pier was never a danger to the old ferry.", "negated"),
        ("Nobody claimed that the new pier was safe.", "negated"),
        ("Ana Rooy said the board did not fail to open the pier.", "affirmed"),
        ("Ana Rooy said: “No new pier in Oster.”", "negated"),
        ("The ferry is not expected to sail on Monday.", "negated"),
        ("The ferry does not appear to be the ship that sank.", "negated"),
        ("The plan to open the new pier has failed.", "affirmed"),
    ],
)
def test_negations_are_read(text: str, polarity: str) -> None:
    assert {claim["polarity"] for claim in extract_text(text).claims} == {polarity}
