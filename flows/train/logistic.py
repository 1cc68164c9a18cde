"""Logistic models over named figures, and what they say of articles that they were not fitted on."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import numpy as np
from sklearn.linear_model import LogisticRegression

from transforms.extract.confidence import predict

Example = tuple[str, Mapping[str, float], bool]
"""Article, figures, and whether it is so."""

FOLDS = 5


def fit_logistic(examples: Sequence[Example], *, bias: bool) -> dict[str, float]:
    """Return the weight of each figure, with a quadratic penalty of one half on all but the bias."""
    names = sorted({name for _, figures, _ in examples for name in figures})
    table = np.array([[figures.get(name, 0.0) for name in names] for _, figures, _ in examples])
    model = LogisticRegression(fit_intercept=bias, tol=1e-6, max_iter=1000)
    model.fit(table, np.array([right for *_, right in examples]))
    weights = dict(zip(names, model.coef_[0].tolist(), strict=True))
    return weights | ({"bias": float(model.intercept_[0])} if bias else {})


def predict_left_out(examples: Sequence[Example], *, bias: bool) -> list[tuple[float, bool]]:
    """Return the chance of each example by the weights of other articles, and whether it is so, article by article."""
    articles = sorted({article for article, *_ in examples})
    judged: list[tuple[float, bool]] = []
    for number in range(FOLDS):
        held = set(articles[number::FOLDS])
        weights = fit_logistic([e for e in examples if e[0] not in held], bias=bias)
        judged += [(predict(weights, figures), right) for article, figures, right in examples if article in held]
    return judged


def round_weights(weights: Mapping[str, float]) -> dict[str, float]:
    """Return weights as they are kept: three digits behind the point, in the order of their names."""
    return {name: round(float(weight), 3) for name, weight in sorted(weights.items())}
