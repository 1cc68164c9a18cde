"""Score a run's tables against a folder of gold annotations."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pyarrow.dataset as ds

from transforms.scoring import (
    Attributed,
    AttributionScore,
    QuotationScore,
    Quoted,
    join_attributions,
    parse_standoff,
    reliability,
)

_COLUMNS = {
    "articles": ["article_id", "source_uri", "text"],
    "claims": [
        "claim_id",
        "attribution_id",
        "article_id",
        "voice",
        "content_spans",
        "source_start",
        "source_end",
        "cue_start",
        "cue_end",
        "confidence",
    ],
    "quotes": ["article_id", "spans", "quote_type", "speaker_entity_id", "speaker_name", "speaker_type", "confidence"],
    "entities": ["article_id", "entity_id", "aliases"],
}
Rows = dict[str, list[dict[str, Any]]]


class GoldError(ValueError):
    """A gold folder cannot be used; the message names the file and says what is wrong."""


def evaluate_gold(gold_dir: Path, tables_dir: Path) -> dict[str, Any]:
    """Score a run against gold annotations.

    Args:
        gold_dir: ``text/NAME.txt`` with ``ann/NAME.ann`` (brat standoff, as PolNeAR), or with ``quotations.jsonl`` (one
            object per quotation: file, start, end, type, speaker, speaker_type, how), or both.
        tables_dir: a run's ``tables`` folder. Articles are found by the file name that their source_uri ends with.

    Returns:
        ``attribution`` and ``quotations``, as far as the gold has them, and ``articles`` and ``articles_missing``.

    Raises:
        GoldError: the folder holds no gold, or a file of it cannot be read.
    """
    texts = sorted((gold_dir / "text").glob("*.txt"))
    if not texts:
        raise GoldError(f"{gold_dir}: no text/*.txt; a gold folder holds text/NAME.txt beside ann/ or quotations.jsonl")
    rows = {name: _read_rows(tables_dir, name) for name in _COLUMNS}
    by_name = {Path(r["source_uri"]).name: r for r in rows["articles"]}
    result: dict[str, Any] = {
        "articles": len(texts),
        "articles_missing": sum(path.name not in by_name for path in texts),
    }
    if (gold_dir / "ann").is_dir():
        result["attribution"] = _score_attributions(gold_dir, texts, by_name, rows)
    if (gold_dir / "quotations.jsonl").is_file():
        result["quotations"] = _score_quotations(gold_dir, texts, by_name, rows)
    if len(result) == 2:
        raise GoldError(f"{gold_dir}: neither ann/ nor quotations.jsonl beside text/")
    return result


def _read_rows(tables_dir: Path, name: str) -> list[dict[str, Any]]:
    folder = tables_dir / name
    if not folder.is_dir():
        raise GoldError(f"{folder}: no such table; give the tables folder of a run, OUT/tables")
    found: list[dict[str, Any]] = ds.dataset(folder, format="parquet").to_table(columns=_COLUMNS[name]).to_pylist()
    return found


def read_text(path: Path) -> str:
    """Read a text with its line ends as they are, since gold offsets count them."""
    with path.open(encoding="utf-8", newline="") as handle:
        return handle.read()


def _span(row: dict[str, Any], role: str) -> tuple[tuple[int, int], ...]:
    return ((row[f"{role}_start"], row[f"{role}_end"]),) if row[f"{role}_start"] is not None else ()


def _pieces(spans: Sequence[dict[str, int]]) -> tuple[tuple[int, int], ...]:
    return tuple((s["start"], s["end"]) for s in spans)


def _group(rows: Sequence[dict[str, Any]]) -> Rows:
    groups: Rows = {}
    for row in rows:
        groups.setdefault(row["article_id"], []).append(row)
    return groups


def _score_attributions(
    gold_dir: Path, texts: Sequence[Path], by_name: dict[str, dict[str, Any]], rows: Rows
) -> dict[str, Any]:
    claims = _group(join_attributions(r for r in rows["claims"] if r["voice"] == "attributed"))
    score = AttributionScore()
    for path in texts:
        text = read_text(path)
        article = by_name.get(path.name)
        annotation = gold_dir / "ann" / f"{path.stem}.ann"
        try:
            gold = parse_standoff(read_text(annotation)) if annotation.is_file() else []
        except ValueError as error:
            raise GoldError(f"{annotation}: {error}") from error
        found = [
            Attributed(_pieces(r["content_spans"]), _span(r, "source"), _span(r, "cue"), r["confidence"])
            for r in (claims.get(article["article_id"], []) if article else [])
        ]
        score.add(gold, text, found, article["text"] if article else text)
    return {**score.figures(), "reliability": reliability(score.judged)}


def _score_quotations(
    gold_dir: Path, texts: Sequence[Path], by_name: dict[str, dict[str, Any]], rows: Rows
) -> dict[str, Any]:
    gold = read_quotations(gold_dir / "quotations.jsonl")
    quotes = _group(rows["quotes"])
    aliases = {(r["article_id"], r["entity_id"]): frozenset(r["aliases"]) for r in rows["entities"]}
    score = QuotationScore()
    for path in texts:
        text = read_text(path)
        article = by_name.get(path.name)
        found = [
            Quoted(
                _pieces(r["spans"]),
                r["quote_type"],
                r["speaker_name"],
                r["speaker_type"],
                names=aliases.get((r["article_id"], r["speaker_entity_id"]), frozenset()),
                confidence=r["confidence"],
            )
            for r in (quotes.get(article["article_id"], []) if article else [])
        ]
        score.add(gold.get(path.name, []), text, found, article["text"] if article else text)
    return {**score.figures(), "reliability": reliability(score.judged)}


def read_quotations(path: Path) -> dict[str, list[Quoted]]:
    """Read the quotations of a gold folder by the file they stand in. Raises GoldError, naming the line."""
    gold: dict[str, list[Quoted]] = {}
    for number, line in enumerate(read_text(path).splitlines(), 1):
        if not line.strip():
            continue
        try:
            row = json.loads(line)
            spans = tuple((a, b) for a, b in row.get("spans") or [(row["start"], row["end"])])
            quoted = Quoted(spans, row["type"], row["speaker"], row["speaker_type"], row.get("how"))
        except (ValueError, KeyError, TypeError) as error:
            raise GoldError(
                f"{path}, line {number}: {type(error).__name__}: {error}; expected an object with file, start, end,"
                " type, speaker and speaker_type"
            ) from error
        gold.setdefault(row["file"], []).append(quoted)
    return gold
