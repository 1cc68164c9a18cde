"""Fit the weights with which transforms.extract.confidence rates claims and quotations.

    python -m flows.training.fit_confidence --attributions DIR --quotations DIR

Either folder is one that ``whosaid evaluate`` takes: the first with ``ann/`` beside ``text/``, the second with
``quotations.jsonl``. Needs the ``train`` extra.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import numpy as np
import typer
from sklearn.linear_model import LogisticRegression

from flows.evaluate import read_quotations, read_text
from flows.extraction import load_worker
from flows.readers import read_inputs
from flows.resources import MODEL_DIR, SEEDS_DIR
from transforms.annotate import annotate_text
from transforms.articles import make_article
from transforms.extract import build_rows, settle_article
from transforms.extract.confidence import Evidence, predict
from transforms.extract.view import Span
from transforms.records import RawArticle, Row
from transforms.scoring import Attributed, AttributionScore, QuotationScore, Quoted, join_attributions, parse_standoff
from transforms.segments import segment_article

Judged = tuple[Evidence, bool]
_PENALTY = 0.1


@dataclass(frozen=True, slots=True)
class Read:
    """A text of a gold folder: its file, the article's text, its claims and quotes, each with what is known of it.

    ``names`` are what the article calls each entity.
    """

    path: Path
    text: str
    names: dict[str, frozenset[str]]
    claims: list[tuple[Row, Evidence]]
    quotes: list[tuple[Row, Evidence]]


def read_folder(folder: Path) -> Iterator[Read]:
    """Yield the texts of a gold folder, read as a run reads them; without hedged claims and scare quotes."""
    nlp, seeds = load_worker(MODEL_DIR, None, SEEDS_DIR)
    now = datetime.now(UTC)
    for path in sorted((folder / "text").glob("*.txt")):
        for raw in read_inputs([path]):
            article = make_article(raw, today=now.date(), ingested_at=now)[0] if isinstance(raw, RawArticle) else None
            if article is None:
                continue
            segments = segment_article(article.text, article.headline is not None, seeds)
            maker = settle_article(annotate_text(nlp, article.text, segments), article, segments, seeds)
            rows = build_rows(maker)
            frames = {maker.attribution_id(k): k for k in range(len(maker.frames))}
            quoting = {maker.view.quotations[n].start: k for k, f in enumerate(maker.frames) for n in f.quotations}
            yield Read(
                path,
                article.text,
                {row["entity_id"]: frozenset(row["aliases"]) for row in rows.entities},
                [
                    (row, maker.evidence(frames[row["attribution_id"]]))
                    for row in join_attributions(rows.claims)
                    if row["voice"] == "attributed"
                ],
                [
                    (row, maker.evidence(quoting[row["start"]]))
                    for row in rows.quotes
                    if row["quote_type"] != "scare" and row["start"] in quoting
                ],
            )


def judge_claims(folder: Path) -> list[Judged]:
    """Return the attributed claims of a folder with ``ann/``, and whether content and source agree with the gold."""
    judged: list[Judged] = []
    for read in read_folder(folder):
        score = AttributionScore()
        found = [
            Attributed(_content(row), _spans(row, "source"), _spans(row, "cue"), number)
            for number, (row, _) in enumerate(read.claims)
        ]
        gold = parse_standoff(read_text(folder / "ann" / f"{read.path.stem}.ann"))
        score.add(gold, read_text(read.path), found, read.text)
        judged += [(read.claims[int(number)][1], right) for number, right in score.judged]
    return judged


def judge_quotations(folder: Path) -> list[Judged]:
    """Return the quotations that a folder's ``quotations.jsonl`` has too, and whether their speaker is right."""
    judged: list[Judged] = []
    gold = read_quotations(folder / "quotations.jsonl")
    for read in read_folder(folder):
        score = QuotationScore()
        found = [
            Quoted(
                tuple((span["start"], span["end"]) for span in row["spans"]),
                row["quote_type"],
                row["speaker_name"],
                row["speaker_type"],
                names=read.names.get(row["speaker_entity_id"], frozenset()),
                confidence=number,
            )
            for number, (row, _) in enumerate(read.quotes)
        ]
        score.add(gold.get(read.path.name, []), read_text(read.path), found, read.text)
        judged += [(read.quotes[int(number)][1], right) for number, right in score.judged]
    return judged


def _content(row: Row) -> tuple[Span, ...]:
    return tuple((span["start"], span["end"]) for span in row["content_spans"])


def _place(row: Row, role: str) -> Span | None:
    return (row[f"{role}_start"], row[f"{role}_end"]) if row[f"{role}_start"] is not None else None


def _spans(row: Row, role: str) -> tuple[Span, ...]:
    place = _place(row, role)
    return () if place is None else (place,)


def fit_weights(judged: Sequence[Judged], figures: Callable[[Evidence], tuple[float, ...]]) -> tuple[float, ...]:
    """Return bias and weights of an L2-penalised logistic model over what is right."""
    inputs = np.array([figures(evidence) for evidence, _ in judged])
    model = LogisticRegression(C=1 / _PENALTY).fit(inputs, [right for _, right in judged])
    return tuple(round(float(weight), 2) for weight in (model.intercept_[0], *model.coef_[0]))


def main(
    attributions: Annotated[Path, typer.Option(help="Gold folder with ann/.")],
    quotations: Annotated[Path, typer.Option(help="Gold folder with quotations.jsonl.")],
) -> None:
    """Fit and print the weights."""
    claims, quotes = judge_claims(attributions), judge_quotations(quotations)
    known = [(evidence, right) for evidence, right in quotes if evidence.how is not None]
    frame = fit_weights(claims, lambda evidence: evidence.frame)
    typer.echo(f"_FRAME = {frame}")
    typer.echo(f"_SOURCE = {fit_weights(known, lambda evidence: evidence.source)}")
    typer.echo(f"_QUOTATION = {fit_weights(known, lambda evidence: evidence.quotation)}")
    unknown = [(predict(frame, evidence.frame), right) for evidence, right in claims if evidence.how is None]
    share = sum(right for _, right in unknown) / sum(expected for expected, _ in unknown)
    typer.echo(f"_UNKNOWN_SOURCE = {share:.2f}")


if __name__ == "__main__":
    typer.run(main)
