"""Fit the weights of `transforms.extract.quoted`: python -m flows.gate.fit_quoted --corpora DIR.

Every quotation of the tuning part that a reader found is an example: somebody's words, or a name, a term, irony.
Writes ``data/models/quoted.json`` and prints how many are right in articles left out of the fit.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Annotated

import typer

from flows.gate.labels import LABELS_DIR, TUNING, read_articles
from flows.gate.read import Annotated as AnnotatedArticle
from flows.gate.read import annotate
from flows.resources import WEIGHTS_DIR
from flows.train.logistic import Example, fit_logistic, predict_left_out, round_weights
from flows.train.made_by import Weights, describe, write_model
from transforms.scoring import rank_characters, to_characters
from transforms.seeds import Seeds

OVERLAP, EVEN = 0.8, 0.5


def main(
    corpora: Annotated[Path, typer.Option(help="Folder with the corpora that the labels belong to.")],
    out: Annotated[Path, typer.Option(help="Where the weights go.")] = WEIGHTS_DIR / "quoted.json",
) -> None:
    """Fit, print what is right in articles left out of the fit, and write the weights."""
    made_by = describe("python -m flows.gate.fit_quoted --corpora DIR", LABELS_DIR.glob("*.csv"))
    write_model(out, made_by, weights=fit(corpora))
    typer.echo(f"wrote {out}")


def fit(corpora: Path) -> Weights:
    """Return the weights, having printed what is right in articles left out of the fit."""
    annotated, seeds = annotate(read_articles(corpora, part=TUNING))
    examples = [example for one in annotated for example in list_examples(one, seeds)]
    for line in validate(examples):
        typer.echo(line)
    return {"all": round_weights(fit_logistic(examples, bias=False))}


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


def validate(examples: Sequence[Example]) -> Iterator[str]:
    """Yield how many examples of each kind are right in articles left out of the fit."""
    judged = [(chance >= EVEN, said) for chance, said in predict_left_out(examples, bias=False)]
    for kind, name in ((True, "somebody's words"), (False, "names, terms, irony")):
        right = [found == said for found, said in judged if said == kind]
        yield f"{name}: {sum(right)} of {len(right)} right, {sum(right) / max(len(right), 1):.3f}"


if __name__ == "__main__":
    typer.run(main)
