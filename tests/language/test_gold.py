"""The quality gate that needs no corpora: four invented articles, annotated by hand."""

from spacy.language import Language

from flows.train.evaluate import attribution_report, below, evaluate
from flows.train.polnear import read_gold
from tests.language.conftest import GOLD


def test_no_figure_is_below_its_floor(nlp: Language) -> None:
    assert below(attribution_report(nlp, read_gold(GOLD)), section="language_gold") == []


def test_evaluation_takes_own_gold_in_the_same_format(nlp: Language, tmp_path) -> None:
    (tmp_path / "own").mkdir()
    (tmp_path / "own" / "dev").symlink_to(GOLD)
    data = {"attribution": ["own"], "entities": [], "syntax": []}
    figures = evaluate(nlp, tmp_path, data, tmp_path / "none.spacy").figures
    assert figures["attribution"] > 0.5


def test_gold_spans_are_trimmed_words() -> None:
    for article in read_gold(GOLD):
        for attribution in article.attributions:
            for start, end in (*attribution.source, *attribution.cue, *attribution.content):
                assert article.text[start:end] == article.text[start:end].strip() != ""
