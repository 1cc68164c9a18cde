"""Fit the weights with which transforms.match.claims scores pairs.

    python -m flows.training.fit_claims BASIL ALLSIDES

The folders are those of ``flows.training.evaluate_read_labels``, which says how well the weights do.
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from sklearn.linear_model import LogisticRegression
from sklearn.preprocessing import StandardScaler

from flows.training.claim_labels import Pairs
from flows.training.read_labels import load_read_pairs
from transforms.match.claims import Scorer, Statements, measure_pairs
from transforms.match.text import Floats

_OF_A_STORY = 0.2
"""What a pair of a story read whole counts: most are far from the border, which the drawn pairs lie at."""


def fit_scorer(pairs: Pairs, counts: Floats) -> Scorer:
    """Return a scorer fitted on the clear ones among pairs, each for what it counts."""
    clear = pairs.is_clear & (counts > 0)
    figures = measure_pairs(Statements.read(pairs.claims), pairs.left[clear], pairs.right[clear])
    scaler = StandardScaler().fit(figures)
    model = LogisticRegression(max_iter=1000)
    model.fit(scaler.transform(figures), pairs.is_same[clear], sample_weight=counts[clear])
    weights = model.coef_[0] / scaler.scale_
    intercept = float(model.intercept_[0] - weights @ scaler.mean_)
    return Scorer(tuple(round(float(weight), 3) for weight in weights), round(intercept, 3))


def fit_read_pairs(pairs: Pairs) -> Scorer:
    """Return a scorer fitted on pairs of `load_read_pairs`."""
    return fit_scorer(pairs, np.where(pairs.sets["labelled"] > 0, 1.0, _OF_A_STORY))


def main(
    basil: Annotated[Path, typer.Argument(help="Folder of BASIL's development stories.")],
    allsides: Annotated[Path, typer.Argument(help="Folder of the articles of AllSides.")],
) -> None:
    """Fit on the stories for tuning, and print the weights."""
    typer.echo(f"SCORER = Scorer{tuple(fit_read_pairs(load_read_pairs(basil, allsides, 'tuning')))}")


if __name__ == "__main__":
    typer.run(main)
