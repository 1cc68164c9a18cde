"""Fit the weights of `transforms.extract.quoted`: python -m flows.gate.fit_quoted --corpora DIR.

Every quotation of the tuning part that a reader found is an example: somebody's words, or a name, a term, irony.
Writes ``data/models/quoted.json`` and prints how many are right in articles left out of the fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from scipy.optimize import minimize

from flows.gate.labels import LABELS_DIR, TUNING, read_articles
from flows.gate.read import Annotated as AnnotatedArticle
from flows.gate.read import annotate
from flows.resources import WEIGHTS_DIR
from flows.train.made_by import describe, write_model
from transforms.scoring import rank_characters, to_characters
from transforms.seeds import Seeds

Example = tuple[str, Mapping[str, float], bool]
"""Article, figures, and whether the words are somebody's."""

FOLDS, PENALTY, OVERLAP = 5, 0.5, 0.8


def main(
    corpora: Annotated[Path, typer.Option(help="Folder with the corpora that the labels belong to.")],
    labels: Annotated[Path, typer.Option(help="Folder with the label files.")] = LABELS_DIR,
    out: Annotated[Path, typer.Option(help="Where the weights go.")] = WEIGHTS_DIR / "quoted.json",
) -> None:
    """Fit, print what is right in articles left out of the fit, and write the weights."""
    annotated, seeds = annotate(read_articles(corpora, labels, TUNING))
    examples = [example for one in annotated for example in list_examples(one, seeds)]
    for line in validate(examples):
        typer.echo(line)
    made_by = describe("python -m flows.gate.fit_quoted --corpora DIR", labels.glob("*.csv"))
    weights = {name: round(weight, 3) for name, weight in sorted(fit(examples).items())}
    write_model(out, made_by, weights={"all": weights})
    typer.echo(f"wrote {out}")


def list_examples(one: AnnotatedArticle, seeds: Seeds) -> Iterator[Example]:
    """Yield the quotations of an article that a reader found as well."""
    maker = one.settle(replace(seeds, weights={**seeds.weights, "quoted": {}}))
    ranks, gold_ranks = one.rank(), rank_characters(one.gate.text)
    gold = [
        (to_characters([(q.spans[0][0], q.spans[-1][1])], gold_ranks), q.type != "scare")
        for q in one.gate.gold.quotations
    ]
    for quotation, figures in zip(maker.view.quotations, maker.quoted, strict=True):
        own = to_characters([(quotation.start, quotation.end)], ranks)
        found = next((said for chars, said in gold if len(own & chars) >= OVERLAP * max(len(own), len(chars))), None)
        if found is not None:
            yield one.gate.article, figures, found


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Return the weights of a logistic regression with a quadratic penalty."""
    names = sorted({name for _, figures, _ in examples for name in figures})
    table = np.array([[figures.get(name, 0.0) for name in names] for _, figures, _ in examples])
    said = np.array([1.0 if right else -1.0 for _, _, right in examples])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margins = said * (table @ weights)
        value = float(np.sum(np.logaddexp(0, -margins)) + PENALTY * weights @ weights)
        slope = -(said / (1 + np.exp(margins))) @ table + 2 * PENALTY * weights
        return value, slope

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return dict(zip(names, found.tolist(), strict=True))


def validate(examples: Sequence[Example]) -> Iterator[str]:
    """Yield how many examples of each kind are right in articles left out of the fit."""
    articles = sorted({article for article, _, _ in examples})
    right = {True: 0, False: 0}
    for number in range(FOLDS):
        held = set(articles[number::FOLDS])
        weights = fit([e for e in examples if e[0] not in held])
        for article, figures, said in examples:
            if article in held:
                total = sum(weights.get(name, 0.0) * value for name, value in figures.items())
                right[said] += (total >= 0) == said
    for said, name in ((True, "somebody's words"), (False, "names, terms, irony")):
        gold = sum(e[2] == said for e in examples)
        yield f"{name}: {right[said]} of {gold} right, {right[said] / max(gold, 1):.3f}"


if __name__ == "__main__":
    typer.run(main)
