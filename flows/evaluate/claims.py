"""How well groups of claims do on the pairs and whole stories that annotators read.

    python -m flows.evaluate claims BASIL ALLSIDES [--part sealed]

prints the figures of docs/matching.md. BASIL holds ``articles.jsonl``, ALLSIDES files ``*.jsonl.gz``. The sealed part
is for a last figure: nothing is to be chosen by it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer

from flows.gate.record import record_measures
from flows.train.claim_labels import FOLDS, Figures, Pairs, measure_found
from flows.train.fit_claims import fit_read_pairs
from flows.train.read_labels import PARTS, load_open_sentences, load_read_pairs
from transforms.match import group_claims
from transforms.match.claims import SCORER, Scorer
from transforms.match.text import Bools

_Groups = Mapping[str, Mapping[str, Any]]


def _group(pairs: Pairs, scorer: Scorer) -> _Groups:
    return {row["claim_id"]: row for row in group_claims(pairs.claims, scorer=scorer).to_pylist()}


def _find(pairs: Pairs, groups: _Groups) -> dict[str, Bools]:
    """Return which pairs share a group, and which both carry its claim."""
    rows = [groups[claim] for claim in pairs.claims["claim_id"].to_pylist()]
    group = np.array([row["claim_group_id"] for row in rows])
    carries = np.array([row["relation"] == "same" for row in rows])
    together = group[pairs.left] == group[pairs.right]
    return {"one group": together, "both carry": together & carries[pairs.left] & carries[pairs.right]}


def _find_unseen(pairs: Pairs, sentences: Pairs) -> dict[str, Bools]:
    """Return the same for weights fitted on the stories of other folds."""
    out: dict[str, Bools] = {}
    for fold in range(FOLDS):
        here = pairs.fold == fold
        scorer = fit_read_pairs(pairs.select(~here), sentences.select(sentences.fold != fold))
        found = _find(pairs, _group(pairs, scorer))
        for name, values in found.items():
            out.setdefault(name, np.zeros(len(here), dtype=bool))[here] = values[here]
    return out


def _measure(pairs: Pairs, found: Bools) -> Iterator[tuple[str, Figures]]:
    article = np.array(pairs.claims["article_id"].to_pylist())
    across = article[pairs.left] != article[pairs.right]
    # a conflict is no carrier here: only what both say the same counts
    for name, weight in pairs.sets.items():
        yield name, measure_found(pairs, found, weight)
        yield f"{name}, across articles", measure_found(pairs, found, weight * across)


def _count_facts(pairs: Pairs, found: Bools) -> tuple[int, int]:
    """Return how many facts that two articles tell there are in the stories read whole, and how many are found."""
    article = pairs.claims["article_id"].to_pylist()
    whole = np.flatnonzero((pairs.sets["stories read whole"] > 0) & (pairs.labels == "same"))
    fact: dict[int, int] = {}
    for row in whole.tolist():
        a, b = int(pairs.left[row]), int(pairs.right[row])
        ours, theirs = fact.setdefault(a, a), fact.setdefault(b, b)
        fact |= {claim: ours for claim, number in fact.items() if number == theirs}
    across = [row for row in whole.tolist() if article[pairs.left[row]] != article[pairs.right[row]]]
    told = {fact[int(pairs.left[row])] for row in across}
    return len(told), len({fact[int(pairs.left[row])] for row in across if found[row]})


def main(
    basil: Annotated[Path, typer.Argument(help="Folder of BASIL's development stories.")],
    allsides: Annotated[Path, typer.Argument(help="Folder of the articles of AllSides.")],
    part: Annotated[str, typer.Option(help=f"One of {', '.join(PARTS)}.")] = "tuning",
    record: Annotated[bool, typer.Option(help="Write sealed figures into sql/seeds/quality.csv too.")] = False,
) -> None:
    """Print the figures of the groups, partial pairs left out."""
    pairs = load_read_pairs(basil, allsides, part)
    runs = {"as shipped": _find(pairs, _group(pairs, SCORER))}
    if part == "tuning":
        runs["weights of other stories"] = _find_unseen(pairs, load_open_sentences(basil))
    typer.echo(f"{'weights':26}{'found':12}{'pairs':40}{'precision':>10}{'recall':>8}{'F1':>7}")
    for weights, run in runs.items():
        for name, found in run.items():
            for where, figures in _measure(pairs, found):
                typer.echo(f"{weights:26}{name:12}{where:40}{str(figures)[:-7]}")
            told, right = _count_facts(pairs, found)
            typer.echo(f"{weights:26}{name:12}facts that two articles tell: {right} of {told} found")
            for label in ("partial", "different", "denial", "conflict"):
                here = (pairs.labels == label) & (pairs.sets["labelled"] > 0)
                typer.echo(f"{weights:26}{name:12}pairs labelled {label}: {(found & here).sum()} of {here.sum()} found")
    if record and part == "sealed":
        record_measures(_pick_measures(pairs, runs["as shipped"]), date.today())


def _pick_measures(pairs: Pairs, run: Mapping[str, Bools]) -> dict[str, dict[str, float | None]]:
    """Return what mart_quality shows of the groups: the labelled pairs."""
    weight = pairs.sets["labelled"]
    measures: dict[str, dict[str, float | None]] = {}
    for measure, name in (("claim groups", "one group"), ("carried claims", "both carry")):
        figures = measure_found(pairs, run[name], weight)
        cases = float((weight > 0).sum())
        measures[measure] = {"precision": figures.precision, "recall": figures.recall, "cases": cases}
    return measures
