"""Fit the weights of `transforms.extract.confidence`: python -m flows.gate.fit_confidence --corpora DIR.

What is right is what the readers of the gate's tuning part found. An attribution's words are judged on texts in which
every attribution is marked, since the gate marks some only. Writes ``data/models/confidence.json``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Annotated

import numpy as np
import typer

from flows.gate.labels import LABELS_DIR, TUNING, read_articles
from flows.gate.read import Annotated as AnnotatedArticle
from flows.gate.read import annotate, annotate_raw, list_found
from flows.gold import read_text
from flows.resources import WEIGHTS_DIR
from flows.train.logistic import Example, fit_logistic, predict_left_out, round_weights
from flows.train.made_by import Weights, describe, write_model
from transforms.extract import build_rows
from transforms.extract.rows import RowMaker
from transforms.gate import pair_attributions, pair_quotations
from transforms.lexicon import load_model
from transforms.scoring import Attributed, AttributionScore, Span, parse_standoff
from transforms.seeds import Seeds

BINS = 20
ATTRIBUTIONS = Path("polnear", "dev")
"""Below the corpora: a folder with ``text/`` and ``ann/`` (brat standoff) in which every attribution is marked."""


def main(
    corpora: Annotated[Path, typer.Option(help="Folder with the corpora that the labels belong to.")],
    out: Annotated[Path, typer.Option(help="Where the weights go.")] = WEIGHTS_DIR / "confidence.json",
) -> None:
    """Fit, print the reliability in articles left out of the fit, and write the weights."""
    files = [*LABELS_DIR.glob("*.csv"), WEIGHTS_DIR / "who.json", WEIGHTS_DIR / "quoted.json"]
    by_hand = load_model("confidence")["made_by"]["by_hand"]
    weights = fit(corpora)
    write_model(out, describe("python -m flows.gate.fit_confidence --corpora DIR", files, by_hand), weights=weights)
    typer.echo(f"wrote {out}")


def fit(corpora: Path) -> Weights:
    """Return the weights, having printed the reliability in articles left out of the fit."""
    annotated, seeds = annotate(read_articles(corpora, part=TUNING))
    makers = [(one, one.settle(seeds)) for one in annotated]
    quotations = [example for one, maker in makers for example in judge_quotations(one, maker)]
    sources = [example for one, maker in makers for example in judge_sources(one, maker)]
    frames = list(judge_frames(corpora / ATTRIBUTIONS, seeds))
    weights: Weights = {name: load_model("confidence")["weights"][name] for name in ("bars", "by hand")}
    for name, examples in (("frame", frames), ("source", sources), ("quotation", quotations)):
        weights[name] = round_weights(fit_logistic(examples, bias=True))
        typer.echo(f"{name}: {len(examples)} examples, {np.mean([right for *_, right in examples]):.3f} right")
        for line in validate(examples):
            typer.echo(line)
    return weights


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


def validate(examples: Sequence[Example]) -> Iterator[str]:
    """Yield mean confidence and share right, for bins of equal size, in articles left out of the fit."""
    judged = predict_left_out(examples, bias=True)
    for part in np.array_split(np.array(sorted(judged)), min(BINS, max(len(judged) // 40, 1))):
        yield f"  {len(part):5} rows: confidence {part[:, 0].mean():.3f}, right {part[:, 1].mean():.3f}"


if __name__ == "__main__":
    typer.run(main)
