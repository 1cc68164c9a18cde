"""Statements without a source: which words a hedge qualifies, and which it does not."""

import pytest

from tests.extract.docs import load_test_seeds, make_article, make_doc, make_segments
from tests.extract.parsed import extract_text
from transforms.extract import extract_article

TAGS = {"held": "VBD", "falls": "VBZ", "open": "VB", "stealing": "VBG", "stole": "VBD", "stolen": "VBN", "failed": "VBN", "expected": "VBN",
        "reported": "VBN", "suspected": "VBN", "which": "WDT", "apparently": "RB", "allegedly": "RB", "bought": "VBD"}  # fmt: skip


def hedged(text, arcs=None, **options):
    """The texts of the hedged claims; ``arcs`` maps a word to its head and relation."""
    doc = make_doc(text, tags=TAGS, **options)
    words = [token.text for token in doc]
    for word, (head, relation) in (arcs or {}).items():
        doc[words.index(word)].head, doc[words.index(word)].dep_ = doc[words.index(head)], relation
    found = extract_article(doc, make_article(text), make_segments(text), load_test_seeds())
    return [claim["text"] for claim in found.claims if claim["voice"] == "hedged"]


def test_it_was_reported_is_a_hedge_before_a_statement_and_behind_one():
    assert hedged("It was reported that the pier fell.") == ["the pier fell"]
    assert hedged("The old pier fell, it was reported.") == ["The old pier fell"]


def test_what_is_expected_holds_whom_it_is_expected_of():
    text = "The project is expected to open the pier."
    arcs = {"project": ("expected", "nsubj:pass"), "The": ("project", "det")}
    assert hedged(text, arcs, attributions=[("", "is expected", "to open the pier")]) == [
        "The project … to open the pier"
    ]


def test_a_hedged_statement_does_not_end_in_a_conjunction():
    assert hedged("The pier reportedly fell, but Ana Rooy said no.", attributions=[("Ana Rooy", "said", "no")]) == [
        "The pier … fell"
    ]


def test_what_somebody_is_told_to_have_said_is_no_hedge():
    assert hedged("In short, it was said by a clerk that the boats fell.", {}) == []


@pytest.mark.parametrize(
    ("rest", "subject"),
    [(" with Rooy, Brandt and the board", "Work with Rooy, Brandt and the board"), (" never", "Work")],
)
def test_the_subject_of_what_is_expected_is_whole(rest, subject):
    model = [("", "is expected", "to open the harbour")]
    found = hedged(
        f"Work{rest} is expected to open the harbour.", {"Work": ("expected", "nsubj:pass")}, attributions=model
    )
    assert found == [f"{subject} … to open the harbour"]


def test_a_hedge_that_is_an_attribution_too_is_told_once():
    claims = extract_text("It is thought that the shoe belonged to a child of about six.").claims
    assert len(claims) == 1


def test_a_hedge_goes_on_over_while_and_a_participle():
    claims = extract_text("The owner apparently lost it while running home.").claims
    assert [c["text"] for c in claims if c["voice"] == "hedged"] == ["The owner … lost it while running home"]
