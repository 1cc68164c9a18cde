"""Fit the weights with which transforms.match.claims scores pairs.

    python -m flows.training.fit_claims FOLDER

FOLDER is that of ``flows.training.evaluate_claim_labels``, which says how well weights fitted on other stories do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from flows.training.claim_labels import Pairs, load_claim_pairs, load_sentence_pairs
from transforms.match.claims import Scorer, Statements, measure_pairs
from transforms.match.text import Bools, Floats

_OF_A_SENTENCE = 0.3
"""What a pair of sentences counts: they keep the fit from what is peculiar to fragments; claims are what is grouped."""


def fit_scorer(claims: Pairs, sentences: Pairs) -> Scorer:
    """Return a scorer fitted on the clear pairs of claims and, at less each, of sentences.

    Every pair of the stories read whole is among them, so that the outcome is near the probability among all pairs.
    """
    parts: list[tuple[Floats, Bools, Floats]] = []
    for pairs, share in ((claims, 1.0), (sentences, _OF_A_SENTENCE)):
        figures = measure_pairs(Statements.read(pairs.claims), pairs.left, pairs.right)
        parts.append((figures[pairs.is_clear], pairs.is_same[pairs.is_clear], np.full(pairs.is_clear.sum(), share)))
    figures, is_same, counts = (np.concatenate(column) for column in zip(*parts, strict=True))
    scaler = StandardScaler().fit(figures)
    model = LogisticRegression(max_iter=1000).fit(scaler.transform(figures), is_same, sample_weight=counts)
    weights = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - weights @ scaler.mean_)
    return Scorer(tuple(round(float(weight), 3) for weight in weights), round(intercept, 3))


def main(folder: Annotated[Path, typer.Argument(help="Folder of the labelled stories.")]) -> None:
    """Fit and print the weights."""
    typer.echo(f"SCORER = Scorer{tuple(fit_scorer(load_claim_pairs(folder), load_sentence_pairs(folder)))}")


if __name__ == "__main__":
    typer.run(main)
