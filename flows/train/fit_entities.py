"""Fit which names are one person's and who a short name is, and write data/models/entities.json.

    python -m flows.train.fit_entities ALLSIDES

The names are those that a run finds in the articles of seven months. Short names: where an article names a person in
full and by the surname, the full name is hidden; whom the surname means must then be told by the other articles of the
story and of the corpus. Where no other article has that person, nobody is right. Pairs of names: those of
``data/labels/people/pairs.csv``. The weights of contested surnames stay as they are, and so do bars.
"""

from __future__ import annotations

import csv
import os
from collections.abc import Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

import duckdb
import numpy as np
import numpy.typing as npt
import pyarrow as pa
import typer
from scipy.optimize import minimize

from flows.build import run_build
from flows.resources import ROOT, SEEDS_DIR, WEIGHTS_DIR, load_seeds, read_query
from flows.runners import LocalRunner
from flows.settings import Settings
from flows.train.logistic import round_weights
from flows.train.made_by import Weights, describe, write_model
from transforms.entities import list_examples, list_name_pairs
from transforms.lexicon import load_model

LABELS = ROOT / "data" / "labels" / "people" / "pairs.csv"
"""Two names of people in the articles, and whether they are one person's (1) or two people's (0)."""

ARTICLES, UNTIL = "2013.jsonl.gz", "2013-07-31"
"""The articles whose names are fitted on, 2,495 of them, and the day of the last."""

_STRENGTH = 1.0  # of the pull of the weights of short names towards nought
_PULL = 0.3  # of those of pairs
_COST = 3.0  # of two people fused, beside one person in two
_FOLDS = 10
_BARS = (
    "apart in the article",
    "given elsewhere",
    "given in the story",
)  # bars that hidden names cannot teach keep their weights
_PAIR_BARS = ("two in an article", "gender")

Floats = npt.NDArray[np.float64]


def main(allsides: Annotated[Path, typer.Argument(help="Folder of the articles of AllSides.")]) -> None:
    """Fit the weights, and say how often they are right where they were not fitted."""
    by_hand = load_model("entities")["made_by"]["by_hand"]
    made_by = describe("python -m flows.train.fit_entities ALLSIDES", [LABELS], by_hand)
    write_model(WEIGHTS_DIR / "entities.json", made_by, weights=fit(allsides))


def fit(allsides: Path) -> Weights:
    """Return the weights, having printed how often they are right where they were not fitted."""
    weights = load_model("entities")["weights"]
    with TemporaryDirectory() as folder:
        inputs, out = (str(allsides / ARTICLES),), Path(folder) / "out"
        run_build(Settings(inputs, out, site=False, until=UNTIL), LocalRunner(os.cpu_count() or 1))
        entities = _read_entities(out)
    return {
        "surname": weights["surname"],
        "pair": _fit_pairs(entities, weights["pair"]),
        "short": _fit_short(entities, weights["short"]),
    }


def _read_entities(out: Path) -> pa.Table:
    """Return the entities of a run as its articles name them, before they were brought together."""
    places = {"store": ".store/*/entities.parquet", "stories": "tables/stories/*.parquet"}
    places["articles"] = "tables/articles/*.parquet"
    with duckdb.connect() as connection:
        query = read_query("train/local_entities")
        return connection.sql(query, params={name: str(out / place) for name, place in places.items()}).to_arrow_table()


# --- pairs of names --------------------------------------------------------------------------------------------------


def _fit_pairs(entities: pa.Table, before: Mapping[str, float]) -> dict[str, float]:
    """Return weights of pairs of names: a logistic model, in which bars keep theirs."""
    with LABELS.open(encoding="utf-8", newline="") as file:
        labels = {(row["name"], row["other"]): row["same"] == "1" for row in csv.DictReader(file)}
    pairs = [(f, labels[a, b]) for a, b, f in list_name_pairs(entities, load_seeds(SEEDS_DIR)) if (a, b) in labels]
    names = sorted({name for figures, _ in pairs for name in figures} - set(_PAIR_BARS) | {"bias"})
    matrix = _matrix([{**figures, "bias": 1.0} for figures, _ in pairs], names)
    bars = np.array([sum(before[bar] * figures.get(bar, 0.0) for bar in _PAIR_BARS) for figures, _ in pairs])
    same = np.array([is_same for _, is_same in pairs])
    old = np.array([before.get(name, 0.0) for name in names])
    folds = np.arange(len(pairs)) % _FOLDS
    held_out = np.zeros(len(pairs), bool)
    for fold in range(_FOLDS):
        part = folds != fold
        weights = _fit_logistic(matrix[part], bars[part], same[part])
        held_out[~part] = matrix[~part] @ weights + bars[~part] > 0
    for title, found in (("before", matrix @ old + bars > 0), ("fitted, left out", held_out)):
        right = (found & same).sum()
        typer.echo(f"{len(pairs)} pairs, {title}: precision {right / found.sum():.3f}, recall {right / same.sum():.3f}")
    return round_weights(dict(zip(names, _fit_logistic(matrix, bars, same), strict=True))) | {
        bar: before[bar] for bar in _PAIR_BARS
    }


def _fit_logistic(matrix: Floats, bars: Floats, same: npt.NDArray[np.bool_]) -> Floats:
    costs, signs = np.where(same, 1.0, _COST), np.where(same, 1.0, -1.0)

    def loss(weights: Floats) -> tuple[float, Floats]:
        margins = signs * (matrix @ weights + bars)
        slope = -costs * signs / (1 + np.exp(margins))
        pull = _PULL * weights
        return float(costs @ np.logaddexp(0, -margins) + pull @ weights / 2), matrix.T @ slope + pull

    fitted: Floats = minimize(loss, np.zeros(matrix.shape[1]), jac=True, method="L-BFGS-B").x
    return fitted


# --- short names -----------------------------------------------------------------------------------------------------


def _fit_short(entities: pa.Table, before: Mapping[str, float]) -> dict[str, float]:
    """Return weights of short names: a conditional logit, tested on stories left out of the fit."""
    examples = list_examples(entities, load_seeds(SEEDS_DIR))
    names = sorted({name for options, _, _ in examples for figures in options for name in figures} - set(_BARS))
    asked = [(_matrix(options, names), answer) for options, answer, _ in examples]
    folds = np.array([story for *_, story in examples]) % _FOLDS
    old = np.array([before.get(name, 0.0) for name in names])
    right = {"before": 0, "fitted, left out": 0}
    for fold in range(_FOLDS):
        fitted = _fit_logit([a for a, other in zip(asked, folds != fold, strict=True) if other], len(names))
        for (options, answer), own in zip(asked, folds == fold, strict=True):
            right["before"] += bool(own) and int(np.argmax(options @ old)) == answer
            right["fitted, left out"] += bool(own) and int(np.argmax(options @ fitted)) == answer
    for title, count in right.items():
        typer.echo(f"short names, {title}: {count} of {len(asked)} right")
    fitted = _fit_logit(asked, len(names))
    return round_weights(dict(zip(names, fitted, strict=True))) | {name: before[name] for name in _BARS}


def _fit_logit(examples: Sequence[tuple[Floats, int]], figures: int) -> Floats:
    fitted: Floats = minimize(_loss, np.zeros(figures), args=(examples,), jac=True, method="L-BFGS-B").x
    return fitted


def _loss(weights: Floats, examples: Sequence[tuple[Floats, int]]) -> tuple[float, Floats]:
    """Return the negative log likelihood of a conditional logit (McFadden 1974) and its gradient."""
    loss, slope = _STRENGTH * float(weights @ weights) / 2, _STRENGTH * weights
    for options, right in examples:
        scores = options @ weights
        scores -= scores.max()
        masses = np.exp(scores) / np.exp(scores).sum()
        loss -= float(np.log(masses[right]))
        slope = slope + masses @ options - options[right]
    return loss, slope


def _matrix(options: Sequence[Mapping[str, float]], names: Sequence[str]) -> Floats:
    return np.array([[figures.get(name, 0.0) for name in names] for figures in options])


if __name__ == "__main__":
    typer.run(main)
