"""Fit the weights with which transforms.match.claims scores pairs.

    python -m flows.training.fit_claims --basil DIR

Prints the weights, and how well weights fitted on other stories do (eight folds of whole stories).
"""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import numpy as np
import numpy.typing as npt
import typer
from scipy.optimize import minimize

from flows.evaluate_matching import LABELS, Corpus, Score, load_corpus, score_pairs
from transforms.match.claims import measure_pairs
from transforms.match.text import encode_texts

Floats = npt.NDArray[np.float64]
_FOLDS = 8
_PENALTY = 1.0


def measure_corpus(corpus: Corpus) -> tuple[Floats, Floats, Floats, npt.NDArray[np.int64]]:
    """Return figures, labels (1 for same or conflict), weights and story numbers of the pairs that are not partial."""
    order = sorted(range(len(corpus.sentences)), key=lambda k: corpus.sentences[k].story)
    place = {number: k for k, number in enumerate(order)}
    sentences = [corpus.sentences[number] for number in order]
    story = np.unique([s.story for s in sentences], return_inverse=True)[1].astype(np.int64)
    article = np.unique([s.article for s in sentences], return_inverse=True)[1].astype(np.int64)
    pairs = [pair for pair in corpus.pairs if pair.label != "partial"]
    left = np.array([place[pair.first] for pair in pairs], dtype=np.int64)
    right = np.array([place[pair.second] for pair in pairs], dtype=np.int64)
    figures = measure_pairs(encode_texts([s.text for s in sentences]), story, article, left, right)
    labels = np.array([pair.label != "different" for pair in pairs], dtype=np.float64)
    return figures, labels, np.array([pair.weight for pair in pairs]), story[left]


def fit_logistic(figures: Floats, labels: Floats, weights: Floats, penalty: float) -> Floats:
    """Return the weights of the figures, then the intercept, of an L2-penalised logistic model."""
    inputs = np.column_stack([figures, np.ones(len(figures))])
    signs = 2 * labels - 1

    def loss(parameters: Floats) -> tuple[float, Floats]:
        margins = signs * (inputs @ parameters)
        slope = -weights * signs / (1 + np.exp(margins))
        shrunk = np.append(parameters[:-1], 0.0)
        value = float(weights @ np.logaddexp(0, -margins)) + penalty / 2 * float(shrunk @ shrunk)
        return value, inputs.T @ slope + penalty * shrunk

    return np.asarray(minimize(loss, np.zeros(inputs.shape[1]), jac=True, method="L-BFGS-B").x)


def fit_weights(figures: Floats, labels: Floats, weights: Floats) -> Floats:
    """Fit on standardised figures, then set the level so that the outcome is a probability among all pairs.

    The square root of the strata's weights is a compromise: with the weights themselves a handful of pairs from the
    largest stratum would decide, without them the model would be fitted to the rare similar pairs alone.
    """
    mean, spread = figures.mean(axis=0), figures.std(axis=0)
    softened = np.sqrt(weights) / np.sqrt(weights).mean()
    fitted = fit_logistic((figures - mean) / spread, labels, softened, _PENALTY)
    slopes = fitted[:-1] / spread
    raw = figures @ slopes + fitted[-1] - slopes @ mean
    scale, level = fit_logistic(raw[:, None], labels, weights / weights.mean(), 0.0)
    return np.append(slopes * scale, (fitted[-1] - slopes @ mean) * scale + level)


def predict(figures: Floats, fitted: Floats) -> Floats:
    """Return probabilities."""
    return np.asarray(1 / (1 + np.exp(-(figures @ fitted[:-1] + fitted[-1]))))


def cross_validate(figures: Floats, labels: Floats, weights: Floats, story: npt.NDArray[np.int64]) -> Floats:
    """Return the probability of each pair by weights fitted on the stories of other folds."""
    outcome = np.zeros(len(labels))
    for fold in range(_FOLDS):
        held_out = story % _FOLDS == fold
        fitted = fit_weights(figures[~held_out], labels[~held_out], weights[~held_out])
        outcome[held_out] = predict(figures[held_out], fitted)
    return outcome


def find_best(outcome: Floats, labels: Floats, weights: Floats) -> tuple[float, Score]:
    """Return the bar with the best F1, and the score there."""
    bars = np.arange(0.05, 0.95, 0.01)
    scores = [score_pairs(zip(outcome >= bar, labels == 1, weights, strict=True)) for bar in bars]
    best = max(range(len(bars)), key=lambda k: scores[k].f1)
    return float(bars[best]), scores[best]


def main(
    basil: Annotated[Path, typer.Option(help="Folder with the labelled stories.")],
    labels: Annotated[Path, typer.Option(help="Labels of sentence pairs by offsets.")] = LABELS,
) -> None:
    """Fit and print the weights."""
    figures, expected, weights, story = measure_corpus(load_corpus(basil, labels))
    held_out = cross_validate(figures, expected, weights, story)
    for name, by in (("each pair once", np.ones(len(weights))), ("weighted by stratum", weights)):
        for scorer, outcome in (("fitted", held_out), ("Dice alone", figures[:, 0])):
            bar, score = find_best(outcome, expected, by)
            typer.echo(f"{name}, {scorer}, best bar {bar:.2f}: {score}")
    fitted = fit_weights(figures, expected, weights)
    typer.echo(f"_WEIGHTS, _INTERCEPT = {tuple(round(float(w), 3) for w in fitted[:-1])}, {float(fitted[-1]):.3f}")


if __name__ == "__main__":
    typer.run(main)
