"""The labels of the gate, and the texts they belong to."""

from __future__ import annotations

import csv
import gzip
import hashlib
import json
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from flows.resources import ROOT
from transforms.gate import Gold, GoldAttribution, GoldQuotation, GoldSource
from transforms.scoring import Span

LABELS_DIR = ROOT / "data" / "labels" / "gate"
REFERENCES_DIR = ROOT / "data" / "labels" / "references"
TUNING, SEALED = "tuning", "sealed"


class CorpusError(ValueError):
    """A text of the gate is not where it should be, or is another one; the message says which."""


@dataclass(frozen=True, slots=True)
class GateArticle:
    """An article of the gate: its text as labelled, and what one or two readers found in it."""

    article: str
    part: str
    kind: str
    text: str
    gold: Gold
    second: Gold | None


def read_articles(corpora: Path, labels: Path = LABELS_DIR, part: str | None = None) -> list[GateArticle]:
    """Return the articles of the gate, or of one part of it.

    Args:
        corpora: the folder with ``allsides``, ``basil``, ``bbc``, ``polnear`` and ``ww_text``.
        labels: the folder with the four label files.
        part: tuning or sealed.

    Raises:
        CorpusError: a text is missing or has changed.
    """
    golds = _read_golds(labels)
    rows = [row for row in _read_csv(labels / "articles.csv") if part in (None, row["part"])]
    return [
        GateArticle(
            row["article"],
            row["part"],
            row["kind"],
            _read_text(corpora, row),
            golds[row["article"], "1"],
            golds.get((row["article"], "2")),
        )
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class ReferenceArticle:
    """An article in which readers said whom words mean: the source by the character at which its words begin."""

    article: str
    text: str
    meant: dict[int, GoldSource | None]
    sources: tuple[GoldSource, ...]


def read_references(corpora: Path, labels: Path = REFERENCES_DIR) -> list[ReferenceArticle]:
    """Return the articles with labelled references; offsets count the characters of the article as a run reads it.

    Raises:
        CorpusError: a text is missing or has changed.
    """
    meant: dict[str, dict[int, GoldSource | None]] = defaultdict(dict)
    sources: dict[str, dict[str, GoldSource]] = defaultdict(dict)
    for row in _read_csv(labels / "references.csv"):
        known = sources[row["article"]]
        source = known.setdefault(row["who"], GoldSource(row["who"], row["type"])) if row["who"] else None
        meant[row["article"]][int(row["start"])] = source
    return [
        ReferenceArticle(key, _read_text(corpora, row), meant[key], tuple(sources[key].values()))
        for row in _read_csv(labels / "articles.csv")
        for key in [row["article"]]
    ]


def _read_golds(labels: Path) -> dict[tuple[str, str], Gold]:
    golds = {(row["article"], "1"): Gold() for row in _read_csv(labels / "articles.csv")}
    sources: dict[tuple[str, str], dict[str, GoldSource]] = defaultdict(dict)
    for row in _read_csv(labels / "sources.csv"):
        key = row["article"], row["reading"]
        source = GoldSource(row["who"] or None, row["type"], row["title"] or None, row["gender"] or None)
        sources[key][row["source"]] = source
        golds.setdefault(key, Gold()).sources.append(source)
    for row in _read_csv(labels / "quotations.csv"):
        key = row["article"], row["reading"]
        known = sources[key]
        golds.setdefault(key, Gold()).quotations.append(
            GoldQuotation(
                _parse_spans(row["spans"]), row["type"], known.get(row["source"]), row["how"], known.get(row["via"])
            )
        )
    for row in _read_csv(labels / "attributions.csv"):
        key = row["article"], row["reading"]
        known = sources[key]
        golds.setdefault(key, Gold()).attributions.append(
            GoldAttribution(
                _parse_spans(row["spans"]),
                _parse_spans(row["cue"]),
                _parse_spans(row["source_span"]),
                known.get(row["source"]),
                known.get(row["via"]),
                _parse_spans(row["basis"]),
            )
        )
    return golds


def _read_csv(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def _parse_spans(cell: str) -> tuple[Span, ...]:
    pairs = (piece.split("-") for piece in cell.split(";") if piece)
    return tuple((int(start), int(end)) for start, end in pairs)


def _read_text(corpora: Path, row: dict[str, str]) -> str:
    try:
        text = _TEXTS[row["corpus"]](corpora, row["id"])
    except (OSError, KeyError) as error:
        raise CorpusError(f"article {row['article']}: {row['corpus']} has no {row['id']} in {corpora}") from error
    if hashlib.sha256(text.encode()).hexdigest() != row["sha256"]:
        raise CorpusError(f"article {row['article']}: {row['id']} of {row['corpus']} is not the text that was labelled")
    return text


def _read_file(path: Path) -> str:
    with path.open(encoding="utf-8", newline="") as handle:
        return handle.read()


@lru_cache(maxsize=4)
def _read_lines(path: Path) -> dict[str, str]:
    content = path.read_bytes()
    lines = gzip.decompress(content) if path.suffix == ".gz" else content
    texts = {}
    for number, row in enumerate(map(json.loads, lines.splitlines()), 1):
        text = f"{row['headline'] or ''}\n\n{row['text']}"
        texts[row["id"]] = texts[f"{row['id']}#{number}"] = text  # an id that stands twice is named with its line
    return texts


def _read_allsides(corpora: Path, article: str) -> str:
    year, _, key = article.partition("/")
    headline, paragraphs, body = _read_lines(corpora / "allsides" / f"{year}.jsonl.gz")[key].partition("\n\n")
    return f"{headline.strip()}{paragraphs}{body}"


_TEXTS: dict[str, Callable[[Path, str], str]] = {
    "allsides": _read_allsides,
    "basil": lambda corpora, article: _read_lines(corpora / "basil" / "articles.jsonl")[article],
    "bbc": lambda corpora, article: _read_file(corpora / "bbc" / f"{article}.txt"),
    "polnear": lambda corpora, article: _read_file(corpora / "polnear" / "train" / "text" / f"{article}.txt"),
    "ww_text": lambda corpora, article: _read_file(corpora / "ww_text" / f"{article}.txt"),
}
