"""What claims state: a sentence each, with its source and predicate, readable alone; how it is negated, and its form."""

from __future__ import annotations

from typing import Any

import pytest

from transforms.extract import extract_article

from .docs import load_test_seeds, make_article, make_doc, make_segments

NAMES = {"Ana Rooy": "PERSON", "Rooy": "PERSON", "Ole Brandt": "PERSON"}
TAGS = {
    "close": "VBP",
    "denied": "VBD",
    "praised": "VBD",
    "she": "PRP",
    "leave": "VB",
    "met": "VBD",
    "stood": "VBD",
    "found": "VBD",
    "evidence": "NN",
    "shows": "VBZ",
}


def claims(text: str, attributions: list[tuple[str, str, str]], **options: Any) -> list[dict[str, Any]]:
    tags = TAGS | options.pop("tags", {})
    doc = make_doc(text, attributions=attributions, names=NAMES, tags=tags, **options)
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    return [dict(claim) for claim in found.claims]


def statements(text: str, attributions: list[tuple[str, str, str]], **options: Any) -> list[str]:
    return [claim["statement"] for claim in claims(text, attributions, **options)]


@pytest.mark.parametrize(
    ("text", "attribution", "statement"),
    [
        ("Rooy said the fleet left.", ("Rooy", "said", "the fleet left"), "Rooy said the fleet left."),
        ("The fleet left, Rooy said.", ("Rooy", "said", "The fleet left"), "Rooy said that the fleet left."),
        ("“The fleet left,” said Rooy.", ("Rooy", "said", "“The fleet left,”"), "Rooy said: “The fleet left.”"),
        ("The fleet left, according to Rooy.", ("Rooy", "according to", "The fleet left"),
         "According to Rooy, the fleet left."),
        ("Rooy: “The fleet left at noon.”", ("Rooy", ":", "“The fleet left at noon.”"), "Rooy said: “The fleet left at noon.”"),
        ("“The fleet,” Rooy said, “left at noon.”", ("Rooy", "said", "“The fleet,” | “left at noon.”"),
         "Rooy said: “The fleet left at noon.”"),
        ("Rooy praised the old fleet.", ("Rooy", "praised", "the old fleet"), "Rooy praised the old fleet."),
        ("Rooy told clerks in Oster that the fleet left.", ("Rooy", "told clerks", "that the fleet left"),
         "Rooy told clerks in Oster that the fleet left."),
    ],
)  # fmt: skip
def test_a_statement_has_source_cue_and_content_in_order(text, attribution, statement) -> None:
    assert statements(text, [attribution])[0] == statement


def test_each_sentence_of_a_quotation_is_a_claim_of_one_attribution() -> None:
    text = "“We close the pier,” said Ana Rooy. “The fleet left. Nobody stood by.”"
    found = claims(text, [("Ana Rooy", "said", "“We close the pier,”")])
    assert [claim["statement"] for claim in found] == [
        "Ana Rooy said: “We close the pier.”",
        "Ana Rooy said: “The fleet left.”",
        "Ana Rooy said: “Nobody stood by.”",
    ]
    assert len({claim["attribution_id"] for claim in found}) == 1
    assert len({claim["claim_id"] for claim in found}) == 3


def test_a_pronoun_that_speaks_is_named() -> None:
    text = "Ana Rooy met the clerks. She said the fleet left."
    assert statements(text, [("She", "said", "the fleet left")])[-1] == "Ana Rooy said the fleet left."


@pytest.mark.parametrize(
    ("text", "attribution", "polarity"),
    [
        ("Rooy said the fleet left.", ("Rooy", "said", "the fleet left"), "affirmed"),
        ("Rooy denied that the fleet left.", ("Rooy", "denied", "that the fleet left"), "negated"),
        ("Rooy denied the old theft.", ("Rooy", "denied", "the old theft"), "negated"),
        ("“Nobody left,” Rooy denied.", ("Rooy", "denied", "“Nobody left,”"), "negated"),
        (
            "Rooy shows no sign that the fleet left.",
            ("Rooy", "shows no sign", "that the fleet left"),
            "negated",
        ),
        (
            "Rooy found no evidence that the fleet left.",
            ("Rooy", "found", "no evidence that the fleet left"),
            "negated",
        ),
        ("Rooy said nobody left.", ("Rooy", "said", "nobody left"), "negated"),
        ("Rooy denied that nobody left.", ("Rooy", "denied", "that nobody left"), "affirmed"),
    ],
)
def test_a_denial_turns_what_is_claimed(text, attribution, polarity) -> None:
    found = claims(text, [attribution], subjects={n: "left" for n in ("nobody", "Nobody") if n in text})
    assert found[0]["polarity"] == polarity


@pytest.mark.parametrize(
    ("content", "form"),
    [("the fleet left", "clause"), ("to leave the pier", "clause"), ("the old fleet of Oster", "nominal")],
)
def test_form_is_that_of_the_content(content, form) -> None:
    (found,) = claims(f"Rooy said {content}.", [("Rooy", "said", content)])
    assert found["form"] == form


@pytest.mark.parametrize("content", ["her", "it", "that"])
def test_an_object_without_a_word_that_says_anything_is_no_claim(content) -> None:
    text = f"Rooy praised {content} in the old town."
    tags = {"her": "PRP", "that": "DT"}
    found = claims(text, [("Rooy", "praised", content)], tags=tags, subjects={"Rooy": "praised"})
    assert [claim["voice"] for claim in found] == ["outlet"]
    assert "praised" in found[0]["statement"]


def test_what_a_mixed_sentence_tells_beside_is_the_outlets() -> None:
    text = "The mayor met the old clerks on Friday and said the fleet left."
    doc = make_doc(text, attributions=[("The mayor", "said", "the fleet left")], tags=TAGS, subjects={"mayor": "met"})
    words = [token.text for token in doc]
    for word, relation in (("clerks", "obj"), ("Friday", "obl"), ("said", "conj")):
        doc[words.index(word)].head, doc[words.index(word)].dep_ = doc[words.index("met")], relation
    for word, head in (("The", "mayor"), ("the", "clerks"), ("old", "clerks"), ("on", "Friday"), ("and", "said")):
        doc[words.index(word)].head = doc[words.index(head)]
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    assert [(c["voice"], c["text"]) for c in found.claims] == [
        ("outlet", "The mayor met the old clerks on Friday"),
        ("attributed", "the fleet left"),
    ]


@pytest.mark.parametrize(
    ("text", "attribution", "tags"),
    [
        ("The clerks have letters enough to decide whether the fleet left.",
         ("The clerks", "decide", "whether the fleet left"), {"decide": "VB", "enough": "JJ"}),
        ("The willingness of Rooy to leave the pier had helped the town.",
         ("Rooy", "willingness", "to leave the pier"), {"willingness": "NN"}),
        ("That the fleet left was denied by Rooy.",
         ("Rooy", "was denied", "That the fleet left"), {"denied": "VBN"}),
    ],
)  # fmt: skip
def test_what_only_its_clause_makes_a_sentence_is_told_by_the_whole_clause(text, attribution, tags) -> None:
    assert statements(text, [attribution], tags=tags)[0] == text
