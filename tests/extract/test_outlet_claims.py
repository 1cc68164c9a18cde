"""What the outlet states itself: whole statements, no scraps of what others said, no datelines."""

import pytest

from transforms.extract import extract_article

from .docs import load_test_seeds, make_article, make_doc, make_segments


def outlet_claims(text: str, attributions: list[tuple[str, str, str]], **options: object) -> list[str]:
    doc = make_doc(text, attributions=attributions, **options)
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    return [claim["text"] for claim in found.claims if claim["voice"] == "outlet"]


def test_a_statement_beside_an_attribution_is_a_claim() -> None:
    text = "The old bridge fell at noon, and Rooy said the city knew it."
    claims = outlet_claims(text, [("Rooy", "said", "the city knew it")], subjects={"bridge": "fell"})
    assert claims == ["The old bridge fell at noon"]


def test_a_scrap_that_attribution_leaves_is_none() -> None:
    text = "The plan of the council had Rooy said a flaw that nobody noticed."
    assert outlet_claims(text, [("Rooy", "said", "a flaw that nobody noticed")], tags={"had": "VBD"}) == []


def test_a_dateline_is_no_part_of_a_claim() -> None:
    text = "BRENHOLT (Veldapress) — The harbour closed at dawn on Friday."
    assert outlet_claims(text, [], subjects={"harbour": "closed"}) == ["The harbour closed at dawn on Friday"]


@pytest.mark.parametrize(
    ("opening", "tag", "relation"), [("whose boats", "WP$", "nmod:poss"), ("after boats", "IN", "mark")]
)
def test_a_clause_that_hangs_on_another_is_no_claim_of_its_own(opening, tag, relation) -> None:
    text = f"The old harbour opened at dawn, {opening} left the town for good."
    word = opening.split()[0]
    doc = make_doc(text, tags={word: tag, "left": "VBD"}, subjects={"harbour": "opened", "boats": "left"})
    words = [token.text for token in doc]
    doc[words.index("left")].head, doc[words.index("left")].dep_ = doc[words.index("opened")], "parataxis"
    doc[words.index(word)].head = doc[words.index("boats" if tag == "WP$" else "left")]
    doc[words.index(word)].dep_ = relation
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    assert [claim["text"] for claim in found.claims] == [text.removesuffix(".")]


def test_a_statement_keeps_the_word_that_opens_it_unless_that_coordinates() -> None:
    text = "With little left to do, the fleet opened the harbour. And the fleet opened the old harbour."
    claims = outlet_claims(text, [], subjects={"fleet": "opened"}, tags={"left": "VBN"})
    assert claims == ["With little left to do, the fleet opened the harbour", "the fleet opened the old harbour"]


def test_what_is_left_of_a_clause_without_its_subject_is_no_claim() -> None:
    text = "Rooy quietly again opened the harbour whose boats left the old town for good."
    tags = {"quietly": "RB", "again": "RB", "left": "VBD"}
    subjects = {"Rooy": "opened", "boats": "left"}
    assert outlet_claims(text, [("Rooy", "quietly", "for good")], subjects=subjects, tags=tags) == []


@pytest.mark.parametrize(
    ("scrap", "relation", "claims"),
    [
        ("From Oster, where the old boats left, ", "acl:relcl", []),
        ("From Oster, when the old boats left, ", "advcl", []),
        ("Now boats of Oster left at noon, and ", "parataxis", ["boats of Oster left at noon"]),
    ],
)
def test_a_relative_clause_that_attribution_leaves_is_none(scrap, relation, claims) -> None:
    text = f"{scrap}Rooy said the harbour fell."
    doc = make_doc(
        text, tags={"From": "RB", "where": "WRB", "when": "WRB", "left": "VBD"}, subjects={"boats": "left"},
        attributions=[("Rooy", "said", "the harbour fell")],
    )  # fmt: skip
    words = [token.text for token in doc]
    doc[words.index("left")].head, doc[words.index("left")].dep_ = doc[words.index("said")], relation
    for word in {"when"} & set(words):
        doc[words.index(word)].head, doc[words.index(word)].dep_ = doc[words.index("left")], "advmod"
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    assert [claim["text"] for claim in found.claims if claim["voice"] == "outlet"] == claims
