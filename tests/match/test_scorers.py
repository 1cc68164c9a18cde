"""How scorers of claim pairs are fitted and measured. The stories are invented."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from flows.train.claim_labels import (
    Pairs,
    choose_bar,
    load_claim_pairs,
    measure_agreement,
    measure_groups,
    measure_scores,
    predict_unseen,
)
from flows.train.fit_claims import fit_read_pairs, fit_scorer
from flows.train.project_claims import ProjectClaim, count_kept
from flows.train.read_labels import load_open_sentences, load_read_pairs
from tests.match.frames import make_claims
from transforms.match import group_claims
from transforms.match.claims import SCORER, Scorer, Statements, measure_pairs

BASIL, ALLSIDES = Path("../shared/corpora/basil"), Path("../shared/corpora/allsides")


def make_pairs(stories: int, labels: list[str]) -> Pairs:
    """Each story holds two claims of two articles for each label; pair k of a story has label k."""
    rows = [
        (f"c{s:03d}-{k}{side}", f"a{s}{side}", f"story {s}", f"claim {k} of {s}")
        for s in range(stories)
        for k in range(len(labels))
        for side in "xy"
    ]
    left = np.arange(0, len(rows), 2)
    return Pairs(make_claims(*rows), left, left + 1, np.array(labels * stories), {"all": np.ones(len(left))})


def test_a_pair_is_predicted_from_other_stories_alone() -> None:
    pairs = make_pairs(24, ["same", "different"])
    by_heart = np.eye(len(pairs.labels))  # a figure for each pair: all that can be learned is the pairs themselves
    told = pairs.is_same.astype(float)[:, None]
    model = LogisticRegression(C=1000.0)
    unseen = predict_unseen(model, pairs, by_heart)
    assert np.ptp(unseen[pairs.fold == pairs.fold[0]]) < 1e-6
    assert ((predict_unseen(model, pairs, told) >= 0.5) == pairs.is_same).all()


def test_a_fold_is_cut_at_the_bar_of_the_others() -> None:
    pairs = make_pairs(24, ["conflict", "different"])
    odd = pairs.fold == pairs.fold[0]
    scores = np.where(pairs.is_same, 0.8, 0.2) - np.where(odd, 0.7, 0.0)
    figures = measure_scores(pairs, scores, np.ones(len(scores)))
    assert figures.precision == 1
    assert figures.recall == pytest.approx((~odd).mean()), "0.1 would be the bar of the odd fold alone"


def test_groups_take_the_grouping_best_for_the_other_folds() -> None:
    pairs = make_pairs(24, ["same", "different"])
    odd = pairs.fold == pairs.fold[0]
    alone = [str(row) for row in range(pairs.claims.num_rows)]
    joined = list(alone)
    for left, right, is_same, is_odd in zip(pairs.left, pairs.right, pairs.is_same, odd, strict=True):
        if is_same != is_odd:
            joined[right] = joined[left]
    figures = measure_groups(pairs, [alone, joined], np.ones(len(odd)))
    assert figures.recall == pytest.approx((~odd).mean())
    assert figures.precision == pytest.approx((~odd).mean())


def test_partial_pairs_are_left_out_or_taken_for_the_same() -> None:
    pairs = make_pairs(16, ["same", "partial", "different"])
    scores = np.where(pairs.labels == "different", 0.1, 0.9)
    weight = np.ones(len(scores))
    assert measure_scores(pairs, scores, weight).f1 == 1
    assert measure_scores(pairs, scores, weight, partial="same").f1 == 1
    scores = np.where(pairs.labels == "same", 0.9, 0.1)
    assert measure_scores(pairs, scores, weight).f1 == 1
    assert measure_scores(pairs, scores, weight, partial="same").f1 < 1


def test_bar_is_where_f1_is_highest() -> None:
    scores, is_same = np.array([0.9, 0.7, 0.6, 0.3, 0.2]), np.array([True, True, False, True, False])
    assert choose_bar(scores, is_same, np.ones(5)) == 0.3
    assert choose_bar(scores, is_same, np.array([1, 1, 9, 1, 1.0])) == 0.7


def write_rows(path: Path, *rows: dict[str, object]) -> None:
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]))
        writer.writeheader()
        writer.writerows(rows)


def test_labels_point_into_a_folder_of_articles(tmp_path: Path) -> None:
    texts = {
        "a": "Rain fell. The dam held, Osk said.",
        "b": "A dam in Vell held. It rained.",
        "c": "Goats sang in Vell.",
    }
    articles = [{"id": name, "published_at": "2026-01-05", "headline": None, "text": t} for name, t in texts.items()]
    (tmp_path / "articles.jsonl").write_text("".join(json.dumps(a) + "\n" for a in articles), encoding="utf-8")
    write_rows(tmp_path / "stories.csv", *({"id": name, "story": "s"} for name in texts))
    spans = [("a", 0, 10), ("a", 11, 23), ("b", 0, 19), ("b", 20, 30), ("c", 0, 19)]
    write_rows(tmp_path / "claims.csv", *({"id": i, "start": s, "end": e, "read": int(i != "c")} for i, s, e in spans))
    ends = (
        {f"{key}_{side}": value for key, value in zip(("id", "start", "end"), span, strict=True)}
        for side, span in [("a", spans[1]), ("b", spans[2])]
    )
    labelled = {"label": "same", "pass1": "same", "pass2": "partial", "stratum": "low", "stratum_size": 12}
    write_rows(tmp_path / "claim_pairs.csv", {k: v for end in ends for k, v in end.items()} | labelled)

    def claim(name: str, number: int, words: str, statement: str) -> ProjectClaim:
        start = texts[name].index(words)
        place = count_kept(texts[name], start), count_kept(texts[name], start + len(words))
        context = "The dam held, Osk said." if "Osk" in statement else statement
        kinds = ("clause", "affirmed", "outlet", None, False)
        return ProjectClaim(name, f"{name}{number}", statement, context, *kinds, (place,))

    claims = [
        claim("a", 1, "Rain fell.", "Rain fell."),
        claim("a", 2, "The dam held", "Osk said that the dam held."),
        claim("b", 1, "A dam in Vell held.", "A dam in Vell held."),
        claim("b", 2, "It rained.", "It rained."),
        claim("b", 3, "Vell", "Vell is a town."),
        claim("c", 1, "Goats sang in Vell.", "Goats sang in Vell."),
    ]
    pairs = load_claim_pairs(tmp_path, tmp_path, claims)
    read = pairs.claims.select(["text", "context"]).to_pylist()
    found = {
        (read[i]["text"], read[j]["text"]): label
        for i, j, label in zip(pairs.left, pairs.right, pairs.labels, strict=True)
    }
    assert found == {
        ("Osk said that the dam held.", "A dam in Vell held."): "same",
        ("Rain fell.", "A dam in Vell held."): "different",
        ("Rain fell.", "It rained."): "different",
        ("Osk said that the dam held.", "It rained."): "different",
    }, "c was not read whole"
    assert read[1]["context"] == "The dam held, Osk said."
    assert set(pairs.claims["form"].to_pylist()) == {"clause"}
    assert pairs.sets["claims, by stratum"].tolist() == [12, 0, 0, 0]
    assert pairs.sets["claims, each once"].tolist() == [1, 0, 0, 0]
    assert pairs.sets["stories read whole"].tolist() == [1, 1, 1, 1]
    assert measure_agreement(tmp_path / "claim_pairs.csv")[:2] == (1, 0.0)


def test_fitted_weights_tell_same_from_different() -> None:
    told = ["The {} bridge closed in {} after an inspection", "Inspectors shut the bridge at {} during {}"]
    other = ["Teachers from {} were paid in {} as agreed", "A farmer near {} found {} coins"]
    towns = ["Larkfield", "Ossby", "Vellmar", "Tarnow", "Hexley", "Pellham"]
    rows, left, right, labels = [], [], [], []
    for s, town in enumerate(towns):
        for k, text in enumerate([*told, *other]):
            rows.append((f"c{s}{k}", f"a{s}{k}", f"s{s}", text.format(town, 1950 + s)))
        for i, j in [(0, 1), (0, 2), (1, 3), (2, 3)]:
            left.append(4 * s + i)
            right.append(4 * s + j)
            labels.append("same" if (i, j) == (0, 1) else "different")
    pairs = Pairs(make_claims(*rows), np.array(left), np.array(right), np.array(labels), {})
    scorer = fit_scorer((pairs, np.ones(len(pairs.labels))))
    figures = measure_pairs(Statements.read(pairs.claims), pairs.left, pairs.right)
    assert ((figures @ scorer.weights + scorer.intercept > 0) == pairs.is_same).all()
    groups = group_claims(pairs.claims, scorer=scorer).to_pylist()
    assert len({g["claim_group_id"] for g in groups}) == len(groups) - pairs.is_same.sum()
    deaf = Scorer((0.0,) * len(scorer.weights), -9.0)
    assert len({g["claim_group_id"] for g in group_claims(pairs.claims, scorer=deaf).to_pylist()}) == len(groups)


@pytest.mark.skipif(not (BASIL.is_dir() and ALLSIDES.is_dir()), reason="the labelled stories are not here")
def test_shipped_weights_are_what_the_command_fits() -> None:
    fitted = fit_read_pairs(load_read_pairs(BASIL, ALLSIDES, "tuning"), load_open_sentences(BASIL))
    assert fitted.weights == pytest.approx(SCORER.weights, abs=0.002)
    assert fitted.intercept == pytest.approx(SCORER.intercept, abs=0.002)
