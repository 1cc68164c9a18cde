"""Fit the weights with which transforms.match.claims scores pairs, and write data/models/claim_pairs.json.

    python -m flows.train.fit_claims BASIL ALLSIDES

The folders are those of ``python -m flows.evaluate claims``, which says how well the weights do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from flows.resources import WEIGHTS_DIR
from flows.train.claim_labels import LABELS as OLDER_LABELS
from flows.train.claim_labels import Pairs
from flows.train.made_by import Weights, describe, write_model
from flows.train.read_labels import LABELS, load_open_sentences, load_read_pairs
from transforms.match.claims import FIGURES, Scorer, Statements, measure_pairs
from transforms.match.text import Floats

COMMAND = "python -m flows.train.fit_claims BASIL ALLSIDES"
DATA = (*LABELS.glob("*.csv"), OLDER_LABELS / "sentence_pairs.csv")
"""The labels that the weights are fitted on."""

_OF_A_STORY = 0.2
"""What a pair of a story read whole counts: most are far from the border, which the drawn pairs lie at."""

_OF_SENTENCES = 0.3
"""What a pair of whole sentences counts: their roles are unknown, and there are long ones among them."""


def fit_scorer(*sets: tuple[Pairs, Floats]) -> Scorer:
    """Return a scorer fitted on the clear ones among sets of pairs, each pair for what it counts."""
    figures, is_same, counts = [], [], []
    for pairs, weights in sets:
        clear = pairs.is_clear & (weights > 0)
        figures.append(measure_pairs(Statements.read(pairs.claims), pairs.left[clear], pairs.right[clear]))
        is_same.append(pairs.is_same[clear])
        counts.append(weights[clear])
    every = np.vstack(figures)
    scaler = StandardScaler().fit(every)
    model = LogisticRegression(max_iter=1000)
    model.fit(scaler.transform(every), np.concatenate(is_same), sample_weight=np.concatenate(counts))
    weights = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - weights @ scaler.mean_)
    return Scorer(tuple(round(float(weight), 3) for weight in weights), round(intercept, 3))


def fit_read_pairs(pairs: Pairs, sentences: Pairs) -> Scorer:
    """Return a scorer fitted on pairs of `load_read_pairs` and of `load_open_sentences`."""
    counts = np.where(pairs.sets["labelled"] > 0, 1.0, _OF_A_STORY)
    return fit_scorer((pairs, counts), (sentences, np.full(len(sentences.labels), _OF_SENTENCES)))


def main(
    basil: Annotated[Path, typer.Argument(help="Folder of BASIL's development stories.")],
    allsides: Annotated[Path, typer.Argument(help="Folder of the articles of AllSides.")],
) -> None:
    """Fit on the stories for tuning, and write the weights."""
    write_model(WEIGHTS_DIR / "claim_pairs.json", describe(COMMAND, DATA), weights=fit(basil, allsides))


def fit(basil: Path, allsides: Path) -> Weights:
    """Return the weights by the names of the figures."""
    scorer = fit_read_pairs(load_read_pairs(basil, allsides, "tuning"), load_open_sentences(basil))
    return {"pair": {"bias": scorer.intercept} | dict(zip(FIGURES, scorer.weights, strict=True))}


if __name__ == "__main__":
    typer.run(main)
