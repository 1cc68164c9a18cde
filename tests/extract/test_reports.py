"""Reports inside reports, and speech that the pipeline passes over, on real parses."""

from dataclasses import replace

import pytest

from tests.extract.docs import load_test_seeds, make_article
from tests.extract.parsed import extract_text, parse
from transforms.extract import extract_article
from transforms.segments import segment_article

LEAD = "Ana Rooy is the harbour master of Vellby.\n\n"


def told(rows):
    return [(c["source_name"], c["via_name"], c["text"]) for c in rows.claims if c["voice"] == "attributed"]


def extract_taught(text, *verbs):
    """Return the rows of a text where a user has taught verbs of saying."""
    seeds = load_test_seeds()
    taught = {verb: replace(seeds.cues["say"], cue=verb, lemma=verb) for verb in verbs}
    seeds = replace(seeds, cues={**seeds.cues, **taught})
    segments = segment_article(text, False, seeds)
    return extract_article(parse(text, segments), make_article(text), segments, seeds)


def test_what_is_reported_inside_a_report_is_an_attribution_of_its_own():
    found = told(extract_text(f"{LEAD}Ana Rooy said that the ministry had determined that the pier was unsafe."))
    assert ("the ministry", "Ana Rooy", "the pier was unsafe") in found
    assert found[0][0] == "Ana Rooy"


@pytest.mark.parametrize(
    "sentence",
    [
        "Ana Rooy said that the ministry had closed the pier.",
        "Ana Rooy said she believed that the pier was unsafe.",
    ],
)
def test_an_act_or_ones_own_thought_inside_a_report_is_none(sentence):
    assert {source for source, _, _ in told(extract_text(LEAD + sentence))} == {"Ana Rooy"}


@pytest.mark.parametrize(
    ("sentence", "words"),
    [
        ("The pier would stay closed for a year, Rooy burbled.", "The pier would stay closed for a year"),
        ("The pier would stay closed for a year, burbled Rooy.", "The pier would stay closed for a year"),
        ("The pier, Rooy burbled, would stay closed for a year.", "The pier … would stay closed for a year"),
        ("She kvetched the pier would stay closed.", "the pier would stay closed"),
    ],
)
def test_a_verb_that_a_user_teaches_reaches_speech_without_marks(sentence, words):
    found = [c for c in extract_taught(LEAD + sentence, "burble", "kvetch").claims if c["voice"] == "attributed"]
    assert [(c["source_name"], c["text"]) for c in found] == [("Ana Rooy", words)]
    assert found[0]["confidence"] >= 0.5


def test_a_taught_verb_that_tells_nothing_attributes_nothing():
    text = f"{LEAD}The brook burbled and the children laughed. Did the brook burble?"
    assert told(extract_taught(text, "burble")) == []
