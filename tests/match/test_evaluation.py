"""Floors for matching on labelled stories that do not lie in the repository; skipped where they are absent."""

from __future__ import annotations

import csv
import json
from functools import partial
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner

from flows.evaluate import matching
from flows.evaluate.matching import (
    LABELS,
    Corpus,
    cut_sentences,
    evaluate_claims,
    evaluate_quotes,
    evaluate_stories,
    load_corpus,
    main,
    score_pairs,
)
from flows.gate.record import QUALITY, record_measures

ROOT = Path(__file__).parents[2]
BASIL = ROOT.parent / "shared" / "corpora" / "basil"
needs_stories = pytest.mark.skipif(not BASIL.is_dir(), reason="the labelled stories are not here")


@pytest.fixture(scope="module")
def corpus() -> Corpus:
    return load_corpus(BASIL, LABELS)


def test_a_score_counts_pairs_by_their_weights() -> None:
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
def test_stories_reach_their_floors(corpus: Corpus, dense: bool, floor: float) -> None:
    assert evaluate_stories(corpus, dense).f1 >= floor


@needs_stories
def test_repeated_quotations_reach_their_floors() -> None:
    score = evaluate_quotes(BASIL)
    assert score.precision >= 0.98
    assert score.recall >= 0.96


@needs_stories
def test_groups_of_claims_reach_their_floors(corpus: Corpus) -> None:
    assert len(corpus.pairs) >= 580
    score = evaluate_claims(corpus, "claim_group_id", weighted=False)
    assert score.precision >= 0.80
    assert score.f1 >= 0.75
    assert evaluate_claims(corpus, "lenient_group_id", weighted=False).recall > score.recall


def write_lines(path: Path, rows: list[dict[str, object]]) -> None:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")


def test_command_prints_the_figures_of_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    quoted = "nobody in this valley asked for a second tunnel under the lake"
    bridge = "The Larkfield bridge closed on Monday after inspectors found rust in its cables"
    goats = "Forty goats escaped from a farm near Ossby and blocked the coastal railway"
    told = {
        "a1": ("bridge", f"{bridge}. Osk said {quoted}. Buses run along the old mill road."),
        "a2": (
            "bridge",
            f"Inspectors found rust in the cables of the Larkfield bridge. It closed on Monday. Osk: {quoted}.",
        ),
        "b1": ("goats", f"{goats}. Trains to Vell stood still for an hour."),
        "b2": ("goats", f"A farm near Ossby lost forty goats. {goats.replace('blocked', 'halted')}."),
    }
    articles = [
        {"id": name, "published_at": "2026-01-05", "headline": None, "text": text} for name, (_, text) in told.items()
    ]
    write_lines(tmp_path / "articles.jsonl", articles)
    stories = "".join(f"{name},{story}\n" for name, (story, _) in told.items())
    (tmp_path / "stories.csv").write_text("id,story\n" + stories, encoding="utf-8")
    claims = {"story": "bridge", "a": f"{bridge}.", "stratum": 1, "stratum_size": 5}
    same, other = "Inspectors found rust in the cables of the Larkfield bridge.", f"Osk: {quoted}."
    labelled = [claims | {"b": same, "label": "same"}, claims | {"b": other, "label": "different"}]
    write_lines(tmp_path / "claim_pairs.jsonl", labelled)
    quotes = {"story": "bridge", "outlet_a": "One", "outlet_b": "Two", "a": quoted}
    again = quoted.removeprefix("nobody ")
    reused = [quotes | {"b": again, "reuse": True}, quotes | {"b": "buses run along the road", "reuse": False}]
    write_lines(tmp_path / "quote_pairs.jsonl", reused)
    (tmp_path / "labels.csv").write_text(
        "article_a,start_a,end_a,article_b,start_b,end_b,label,pass2,stratum,stratum_pairs\n", encoding="utf-8"
    )

    quality = tmp_path / "quality.csv"
    quality.write_bytes(QUALITY.read_bytes())
    monkeypatch.setattr(matching, "record_measures", partial(record_measures, path=quality))

    command = ["--basil", str(tmp_path), "--labels", str(tmp_path / "labels.csv"), "--record"]
    app = typer.Typer()
    app.command()(main)
    result = CliRunner().invoke(app, command)
    assert result.exit_code == 0, result.output
    perfect = "precision 1.000, recall 1.000, F1 1.000"
    assert result.output.splitlines()[:4] == [
        f"stories, dates as they are: {perfect}",
        f"stories, all in one week: {perfect}",
        f"quotations: {perfect}",
        f"claims, given pairs, claim_group_id: {perfect}",
    ]
    with quality.open(encoding="utf-8") as file:
        recorded = {row["measure"]: (row["precision"], row["recall"], row["cases"]) for row in csv.DictReader(file)}
    assert recorded["stories"] == ("1.000", "1.000", "2")
    assert recorded["repeated quotations"] == ("1.000", "1.000", "2")
