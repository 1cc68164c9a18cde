"""Floors for matching on labelled stories that do not lie in the repository; skipped where they are absent."""

from __future__ import annotations

from pathlib import Path

import pytest

from flows.evaluate_matching import (
    LABELS,
    Corpus,
    cut_sentences,
    evaluate_claims,
    evaluate_quotes,
    evaluate_stories,
    load_corpus,
    score_pairs,
)

ROOT = Path(__file__).parents[2]
BASIL = ROOT.parent / "shared" / "corpora" / "basil"
needs_stories = pytest.mark.skipif(not BASIL.is_dir(), reason="the labelled stories are not here")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(BASIL, LABELS)


def test_score_of_pairs() -> None:
    score = score_pairs([(True, True, 3.0), (True, False, 1.0), (False, True, 2.0), (False, False, 9.0)])
    assert (score.precision, score.recall) == (0.75, 0.6)
    assert score.f1 == pytest.approx(2 / 3)


def test_sentences_keep_their_offsets() -> None:
    text = "Mr. Osk left the hall early. “Nobody asked me to stay,” he said!\n\nTo the U.S. he would not go."
    found = list(cut_sentences(text))
    assert [s.split()[0] for _, s in found] == ["Mr.", "“Nobody", "To"]
    assert all(text[start : start + len(sentence)] == sentence for start, sentence in found)


@needs_stories
@pytest.mark.parametrize(("dense", "floor"), [(False, 0.98), (True, 0.93)])
def test_stories(corpus: Corpus, dense: bool, floor: float) -> None:
    assert evaluate_stories(corpus, dense).f1 >= floor


@needs_stories
def test_quotations() -> None:
    score = evaluate_quotes(BASIL)
    assert score.precision >= 0.98
    assert score.recall >= 0.96


@needs_stories
def test_claims(corpus: Corpus) -> None:
    assert len(corpus.pairs) >= 580
    score = evaluate_claims(corpus, "claim_group_id", weighted=False)
    assert score.precision >= 0.80
    assert score.f1 >= 0.75
    assert evaluate_claims(corpus, "lenient_group_id", weighted=False).recall > score.recall
