"""Fit the weights of `transforms.extract.choice`: python -m flows.gate.fit_who --corpora DIR.

Questions come from extraction itself on the tuning part of the gate; a candidate is right when it is the source that
the reader found. What was chosen before is part of later figures, so questions are asked again with each round's
weights. Writes ``data/models/who.json``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from scipy.optimize import minimize

from flows.gate.labels import (
    LABELS_DIR,
    REFERENCES_DIR,
    TUNING,
    ReferenceArticle,
    read_articles,
    read_references,
)
from flows.gate.read import Annotated as AnnotatedArticle
from flows.gate.read import AnnotatedText, annotate, annotate_raw
from flows.resources import WEIGHTS_DIR
from flows.train.logistic import round_weights
from flows.train.made_by import Weights, describe, write_model
from transforms.extract.choice import KINDS, rate
from transforms.extract.discourse import Candidate, Reference
from transforms.extract.mentions import Cast, Entity
from transforms.extract.rows import RowMaker
from transforms.gate import Found, GoldSource, is_same_source
from transforms.scoring import rank_characters, to_characters
from transforms.seeds import Seeds

ROUNDS, FOLDS = 4, 5
_SHARED_PENALTY, _OWN_PENALTY = 1.0, 3.0
_OVERLAP = 0.5


@dataclass(frozen=True, slots=True)
class Labelled:
    """A question with its candidates, and which of them are right."""

    article: str
    kind: str
    candidates: tuple[Candidate, ...]
    right: tuple[bool, ...]


def main(
    corpora: Annotated[Path, typer.Option(help="Folder with the corpora that the labels belong to.")],
    out: Annotated[Path, typer.Option(help="Where the weights go.")] = WEIGHTS_DIR / "who.json",
) -> None:
    """Fit, print how many choices are right in articles left out of the fit, and write the weights."""
    files = [path for folder in (LABELS_DIR, REFERENCES_DIR) for path in folder.glob("*.csv")]
    write_model(out, describe("python -m flows.gate.fit_who --corpora DIR", files), weights=fit(corpora))
    typer.echo(f"wrote {out}")


def fit(corpora: Path) -> Weights:
    """Return the weights, having printed how many choices are right in articles left out of the fit."""
    annotated, seeds = annotate(read_articles(corpora, part=TUNING))
    references = [(one, annotate_raw(one.article, one.text)) for one in read_references(corpora)]
    weights: Weights = {}
    for number in range(ROUNDS):
        seeds = with_weights(seeds, weights)
        questions = [q for one in annotated for q in label_questions(one, seeds)]
        others = [q for one, parsed in references for q in label_references(one, parsed, seeds)]
        weights = fit_weights([*questions, *others])
        typer.echo(f"round {number + 1}: {len(questions)} questions of the gate, {len(others)} others")
    for line in validate(questions, others):
        typer.echo(line)
    return {kind: round_weights(own) for kind, own in weights.items()}


def with_weights(seeds: Seeds, weights: Weights) -> Seeds:
    """Return the seeds with other weights of this model."""
    return replace(seeds, weights={**seeds.weights, "who": weights})


def label_questions(one: AnnotatedArticle, seeds: Seeds) -> Iterator[Labelled]:
    """Yield the questions of an article that gold answers, with a right candidate."""
    maker = one.settle(seeds)
    for frame_no, source in _match_frames(maker, one):
        speaker = maker.speakers[frame_no]
        asked = [c for c in maker.choices if c.frame == frame_no]
        name = speaker.reference.name if speaker is not None else None
        choice = next((c for c in reversed(asked) if c.candidates[c.taken].reference.name == name), None)
        if choice is None:
            continue
        found = [_as_found(maker.cast, candidate.reference) for candidate in choice.candidates]
        right = tuple(is_same_source(source, one_of, one.gate.gold.sources) for one_of in found)
        if any(right):
            yield Labelled(one.gate.article, choice.kind, choice.candidates, right)


def label_references(one: ReferenceArticle, text: AnnotatedText, seeds: Seeds) -> Iterator[Labelled]:
    """Yield the questions at the places where readers said who is meant, with a right candidate."""
    maker, places = text.settle(seeds), text.reading.list_places()
    asked: set[int] = set()
    for choice in maker.choices:
        start = places[maker.view.starts[choice.token]]
        if start not in one.meant or start in asked:
            continue
        asked.add(start)
        found = [_as_found(maker.cast, candidate.reference) for candidate in choice.candidates]
        right = tuple(is_same_source(one.meant[start], one_of, one.sources) for one_of in found)
        if any(right):
            yield Labelled(one.article, choice.kind, choice.candidates, right)


def _as_found(cast: Cast, reference: Reference) -> Found:
    """Return a reference as the gate compares it: by all names that the article has for its entities."""
    people = [e for e in (reference.entity, *reference.others) if e is not None]
    names = tuple(frozenset((*e.names, e.name, *_written(cast, e))) for e in people)
    if not names and reference.name is not None:
        names = (frozenset({reference.name}),)
    return Found((), "", names, reference.source_type, None, 1.0, False, None)


def _written(cast: Cast, entity: Entity) -> Iterator[str]:
    view = cast.view
    for mention in cast.mentions:
        other = cast.entities[mention.entity]
        if mention.kind == "name" and entity.number in (mention.entity, other.refers_to):
            yield view.slice(view.chars(mention.first, mention.end))


def _match_frames(maker: RowMaker, one: AnnotatedArticle) -> Iterator[tuple[int, GoldSource | None]]:
    """Yield the frames that gold quotations and attributions are in, with their sources."""
    gold, gold_ranks, ranks = one.gate.gold, rank_characters(one.gate.text), one.rank()
    frame_of = {n: k for k, f in enumerate(maker.frames) for n in f.quotations}
    quoted = [to_characters([(q.start, q.end)], ranks) for q in maker.view.quotations]
    for quotation in gold.quotations:
        if quotation.type == "scare":
            continue
        wanted = to_characters([(quotation.spans[0][0], quotation.spans[-1][1])], gold_ranks)
        number = _best(wanted, quoted)
        if number is not None and number in frame_of:
            yield frame_of[number], quotation.source
    contents = [to_characters(f.content, ranks) for f in maker.frames]
    for attribution in gold.attributions:
        frame_no = _best(to_characters(attribution.spans, gold_ranks), contents)
        if frame_no is not None:
            yield frame_no, attribution.source


def _best(wanted: frozenset[int], given: Sequence[frozenset[int]]) -> int | None:
    shares = [(len(wanted & g) / max(len(wanted | g), 1), -k) for k, g in enumerate(given)]
    share, number = max(shares, default=(0.0, 0))
    return -number if share >= _OVERLAP else None


def fit_weights(questions: Sequence[Labelled]) -> Weights:
    """Return the weights of each kind, penalised towards those of all kinds together.

    Pronouns that are no source look back otherwise, and have no part in what is shared: with them, two points of those
    that are a source are lost.
    """
    names = sorted({n for q in questions for c in q.candidates for n in c.figures})
    sources = [q for q in questions if q.kind != "he_aside"]
    shared = _fit(sources, names, np.zeros(len(names)), _SHARED_PENALTY)
    weights = {}
    for kind in KINDS:
        own = [q for q in questions if q.kind == kind]
        fitted = _fit(own, names, shared, _OWN_PENALTY)
        weights[kind] = dict(zip(names, fitted.tolist(), strict=True))
    return weights


def _fit(questions: Sequence[Labelled], names: Sequence[str], centre: np.ndarray, penalty: float) -> np.ndarray:
    """Minimise the conditional log loss plus the squared distance from a centre."""
    if not questions:
        return centre
    index = {name: k for k, name in enumerate(names)}
    rows, first = [], [0]
    right: list[bool] = []
    for question in questions:
        for candidate in question.candidates:
            row = np.zeros(len(names))
            for name, value in candidate.figures.items():
                row[index[name]] = value
            rows.append(row)
        right += question.right
        first.append(len(rows))
    table, wanted, starts = np.array(rows), np.array(right), np.array(first[:-1])
    counts = np.diff(first)

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        sums = table @ weights
        sums -= np.repeat(np.maximum.reduceat(sums, starts), counts)
        shares = np.exp(sums)
        whole, good = np.add.reduceat(shares, starts), np.add.reduceat(shares * wanted, starts)
        chances, posterior = shares / np.repeat(whole, counts), shares * wanted / np.repeat(good, counts)
        off = weights - centre
        slope = table.T @ (chances - posterior) + 2 * penalty * off
        return float(-np.log(good / whole).sum() + penalty * off @ off), slope

    found: np.ndarray = minimize(loss, centre, jac=True, method="L-BFGS-B", options={"maxiter": 500}).x
    return found


def validate(questions: Sequence[Labelled], others: Sequence[Labelled]) -> Iterator[str]:
    """Yield, by kind, how many choices are right in articles that the weights have not seen, and how sure they were.

    ``others`` are fitted on in every fold.
    """
    articles = sorted({q.article for q in questions})
    fold_of = {article: k % FOLDS for k, article in enumerate(articles)}
    judged: dict[str, list[tuple[float, bool]]] = defaultdict(list)
    for fold in range(FOLDS):
        weights = fit_weights([*others, *(q for q in questions if fold_of[q.article] != fold)])
        for question in questions:
            if fold_of[question.article] == fold:
                chances = rate(question.candidates, weights[question.kind])
                best = int(np.argmax(chances))
                judged[question.kind].append((chances[best], question.right[best]))
    for kind, rows in judged.items():
        right, sure = np.mean([r for _, r in rows]), np.mean([c for c, _ in rows])
        yield f"{kind:10} {len(rows):5} questions, {right:.3f} right, mean chance {sure:.3f}"
    every = [row for rows in judged.values() for row in rows]
    for low in range(5):
        part = [(c, r) for c, r in every if min(int(c * 5), 4) == low]
        if part:
            sure, right = np.mean([c for c, _ in part]), np.mean([r for _, r in part])
            yield f"chance {low / 5:.1f}: {len(part):5}, {sure:.3f} sure, {right:.3f} right"


if __name__ == "__main__":
    typer.run(main)
