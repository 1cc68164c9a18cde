"""Fit the weights of `transforms.extract.confidence`: python -m flows.gate.fit_confidence --corpora DIR.

What is right is what the readers of the gate's tuning part found. An attribution's words are judged on
``--attributions`` too, a folder with ``text/`` and ``ann/`` (brat standoff) in which every attribution is marked, since
the gate marks some only. Writes ``data/models/confidence.json``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from scipy.optimize import minimize

from flows.gate.labels import LABELS_DIR, TUNING, read_articles
from flows.gate.read import Annotated as AnnotatedArticle
from flows.gate.read import annotate, annotate_raw, list_found
from flows.gold import read_text
from flows.resources import WEIGHTS_DIR
from flows.train.made_by import describe, write_model
from transforms.extract import build_rows
from transforms.extract.confidence import predict
from transforms.extract.rows import RowMaker
from transforms.gate import pair_attributions, pair_quotations
from transforms.lexicon import load_model
from transforms.scoring import Attributed, AttributionScore, Span, parse_standoff
from transforms.seeds import Seeds

Example = tuple[str, Mapping[str, float], bool]
"""Article, figures, and whether the row is right."""

FOLDS, BINS, PENALTY = 5, 20, 0.5


def main(
    corpora: Annotated[Path, typer.Option(help="Folder with the corpora that the labels belong to.")],
    attributions: Annotated[Path, typer.Option(help="Folder with text/ and ann/.")],
    out: Annotated[Path, typer.Option(help="Where the weights go.")] = WEIGHTS_DIR / "confidence.json",
) -> None:
    """Fit, print the reliability in articles left out of the fit, and write the weights."""
    annotated, seeds = annotate(read_articles(corpora, part=TUNING))
    makers = [(one, one.settle(seeds)) for one in annotated]
    quotations = [example for one, maker in makers for example in judge_quotations(one, maker)]
    sources = [example for one, maker in makers for example in judge_sources(one, maker)]
    frames = list(judge_frames(attributions, seeds))
    before = load_model("confidence")
    weights: dict[str, dict[str, float]] = {name: before["weights"][name] for name in ("bars", "by hand")}
    for name, examples in (("frame", frames), ("source", sources), ("quotation", quotations)):
        weights[name] = {key: round(value, 3) for key, value in sorted(fit(examples).items())}
        typer.echo(f"{name}: {len(examples)} examples, {np.mean([right for *_, right in examples]):.3f} right")
        for line in validate(examples):
            typer.echo(line)
    files = [*LABELS_DIR.glob("*.csv"), WEIGHTS_DIR / "who.json", WEIGHTS_DIR / "quoted.json"]
    command = "python -m flows.gate.fit_confidence --corpora DIR --attributions DIR/polnear/dev"
    write_model(out, describe(command, files, before["made_by"]["by_hand"]), weights=weights)
    typer.echo(f"wrote {out}")


def judge_quotations(one: AnnotatedArticle, maker: RowMaker) -> Iterator[Example]:
    """Yield the quotations that we and a reader found, and whether ours has the right speaker."""
    frame_of = {n: k for k, f in enumerate(maker.frames) for n in f.quotations}
    places = one.reading.list_places()
    starts = {places[quotation.start]: n for n, quotation in enumerate(maker.view.quotations)}
    quotes, _ = list_found(one.reading.restore(build_rows(maker)), one)
    for _, found, right in pair_quotations(one.gate.gold, one.gate.text, quotes, one.article.text):
        frame_no = frame_of.get(starts.get(found.spans[0][0], -1)) if found is not None else None
        if found is not None and found.kind != "scare" and frame_no is not None:
            yield one.gate.article, maker.evidence(frame_no).quotation, right


def judge_sources(one: AnnotatedArticle, maker: RowMaker) -> Iterator[Example]:
    """Yield the attributed claims that a reader found too, and whether ours has the right source."""
    places = one.reading.list_places()
    frame_of = {_place(places, span): k for k, f in enumerate(maker.frames) for span in f.content}
    _, claims = list_found(one.reading.restore(build_rows(maker)), one)
    for _, found, right in pair_attributions(one.gate.gold, one.gate.text, claims, one.article.text):
        frame_no = None
        if found is not None and found.kind == "attributed":
            start, end = found.spans[0]
            frame_no = next((k for (a, b), k in frame_of.items() if a <= start and end <= b), None)
        if frame_no is not None:
            yield one.gate.article, maker.evidence(frame_no).source, right


def _place(places: Sequence[int], span: Span) -> Span:
    return places[span[0]], places[span[1] - 1] + 1


def judge_frames(folder: Path, seeds: Seeds) -> Iterator[Example]:
    """Yield the attributions of texts in which all are marked, and whether an annotator has content and source too."""
    for path in sorted((folder / "text").glob("*.txt")):
        text = read_text(path)
        one = annotate_raw(path.stem, text)
        maker = one.settle(seeds)
        places = one.reading.list_places()
        frames = [k for k, f in enumerate(maker.frames) if maker.speakers[k] is not None and not f.is_nested]
        ours = [
            Attributed(
                tuple(_place(places, s) for s in maker.frames[k].content),
                tuple(_place(places, s) for s in [maker.frames[k].source] if s),
                tuple(_place(places, s) for s in [maker.frames[k].cue] if s),
                k,
            )
            for k in frames
        ]
        score = AttributionScore()
        score.add(parse_standoff(read_text(folder / "ann" / f"{path.stem}.ann")), text, ours, one.article.text)
        for number, right in score.judged:
            yield path.stem, maker.evidence(int(number)).frame, right


def fit(examples: Sequence[Example]) -> dict[str, float]:
    """Return bias and weights of a logistic regression with a quadratic penalty on all but the bias."""
    names = ["bias", *sorted({name for _, figures, _ in examples for name in figures})]
    table = np.array([[1.0, *(figures.get(name, 0.0) for name in names[1:])] for _, figures, _ in examples])
    signs = np.array([1.0 if right else -1.0 for *_, right in examples])
    free = np.array([0.0, *([1.0] * (len(names) - 1))])

    def loss(weights: np.ndarray) -> tuple[float, np.ndarray]:
        margins = signs * (table @ weights)
        value = float(np.logaddexp(0, -margins).sum() + PENALTY * (free * weights) @ weights)
        return value, -(signs / (1 + np.exp(margins))) @ table + 2 * PENALTY * free * weights

    found = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x
    return dict(zip(names, found.tolist(), strict=True))


def validate(examples: Sequence[Example]) -> Iterator[str]:
    """Yield mean confidence and share right, for bins of equal size, in articles left out of the fit."""
    articles = sorted({article for article, *_ in examples})
    judged: list[tuple[float, bool]] = []
    for number in range(FOLDS):
        held = set(articles[number::FOLDS])
        weights = fit([e for e in examples if e[0] not in held])
        judged += [(predict(weights, figures), right) for article, figures, right in examples if article in held]
    for part in np.array_split(np.array(sorted(judged)), min(BINS, max(len(judged) // 40, 1))):
        yield f"  {len(part):5} rows: confidence {part[:, 0].mean():.3f}, right {part[:, 1].mean():.3f}"


if __name__ == "__main__":
    typer.run(main)
