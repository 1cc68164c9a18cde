"""How well scores tell claims that state the same from others, on pairs labelled by reading.

    python -m flows.evaluate claim_pairs FOLDER

prints a table; FOLDER holds the ``articles.jsonl``, ``stories.csv`` and ``claim_pairs.jsonl`` that the labels point
into.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import product
from pathlib import Path
from typing import Annotated

import numpy as np
import scipy.sparse as sp
import typer
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from flows.train.claim_labels import (
    FOLDS,
    LABELS,
    Figures,
    Pairs,
    find_together,
    load_claim_pairs,
    load_sentence_pairs,
    measure_agreement,
    measure_found,
    measure_groups,
    measure_scores,
    predict_unseen,
)
from flows.train.fit_claims import fit_scorer
from transforms.match import group_claims
from transforms.match.claims import CHOSEN, SCORER, Scorer, Statements, measure_pairs, score_pairs
from transforms.match.text import Bools, Floats

_OF_CLAIMS = slice(0, 4)
_BARS = (0.2, 0.24, 0.28, 0.32, 0.36, 0.4, 0.44, 0.48, 0.52)


def score_project(pairs: Pairs) -> Floats:
    """Return the probability that the project gives to each pair; 0 where it does not look."""
    i, j, probability = score_pairs(Statements.read(pairs.claims))
    count = pairs.claims.num_rows
    known = sp.csr_array((probability, (i, j)), shape=(count, count))
    return np.asarray(known[np.minimum(pairs.left, pairs.right), np.maximum(pairs.left, pairs.right)]).ravel()


def read_scores(pairs: Pairs) -> Iterator[tuple[str, Floats]]:
    """Yield the name and the scores of each scorer; those that are fitted see no pair of the same story."""
    features = measure_pairs(Statements.read(pairs.claims), pairs.left, pairs.right)
    logistic = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    boosting = HistGradientBoostingClassifier(
        learning_rate=0.05, max_iter=150, max_leaf_nodes=8, l2_regularization=1.0, random_state=0
    )
    yield "Dice", features[:, 0]
    yield "logistic, claims alone", predict_unseen(logistic, pairs, features[:, _OF_CLAIMS])
    yield "logistic", predict_unseen(logistic, pairs, features)
    yield "gradient boosting", predict_unseen(boosting, pairs, features)
    yield "as shipped", score_project(pairs)


def _group(pairs: Pairs, column: str, strict: float = CHOSEN.strict, scorer: Scorer = SCORER) -> list[str]:
    groups = group_claims(pairs.claims, strict, scorer)
    group_of = dict(zip(groups["claim_id"].to_pylist(), groups[column].to_pylist(), strict=True))
    return [group_of[claim] for claim in pairs.claims["claim_id"].to_pylist()]


def _group_unseen(pairs: Pairs, scorers: Sequence[Scorer]) -> Bools:
    """Return which pairs share a strict group where each fold is grouped by the scorer that has not seen it."""
    found = np.zeros(len(pairs.labels), dtype=bool)
    for fold, scorer in enumerate(scorers):
        here = pairs.fold == fold
        found[here] = find_together(pairs, _group(pairs, "claim_group_id", scorer=scorer))[here]
    return found


def _measure(pairs: Pairs, scorers: Sequence[Scorer]) -> Iterator[tuple[str, str, str, Figures]]:
    """Yield what is done with partial pairs, the set of pairs, the scorer, and its figures."""
    scores = list(read_scores(pairs))
    groupings = {
        "strict groups": [_group(pairs, "claim_group_id")],
        "strict groups, bar unseen": [_group(pairs, "claim_group_id", bar) for bar in _BARS],
        "lenient groups": [_group(pairs, "lenient_group_id")],
    }
    unseen = _group_unseen(pairs, scorers)
    for partial, (name, weight) in product(("left out", "same"), pairs.sets.items()):
        for scorer, values in scores:
            yield partial, name, scorer, measure_scores(pairs, values, weight, partial)
        for level, found in groupings.items():
            yield partial, name, level, measure_groups(pairs, found, weight, partial)
        yield partial, name, "strict, weights unseen", measure_found(pairs, unseen, weight, partial)


def main(folder: Annotated[Path, typer.Argument(help="Folder of the labelled stories.")]) -> None:
    """Print the figures of each score on each set of pairs."""
    for file in ("claim_pairs.csv", "sentence_pairs.csv"):
        count, raw, kappa = measure_agreement(LABELS / file)
        typer.echo(f"{file}: two passes over {count} pairs, {raw:.3f} agree, kappa {kappa:.3f}")
    claims, sentences = load_claim_pairs(folder), load_sentence_pairs(folder)
    scorers = [fit_scorer((claims, (claims.fold != fold).astype(np.float64))) for fold in range(FOLDS)]
    typer.echo(f"\n{'partial':10}{'pairs':24}{'scorer':26}{'precision':>10}{'recall':>8}{'F1':>7}{'AUC':>7}")
    for pairs in (claims, sentences):
        for partial, name, scorer, figures in _measure(pairs, scorers):
            typer.echo(f"{partial:10}{name:24}{scorer:26}{figures}")
