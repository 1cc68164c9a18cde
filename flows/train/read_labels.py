"""Pairs of the project's claims read from the text by two annotators, and stories read whole.

What the labels mean is told in ``docs/claim_labels.md``; they lie in ``data/labels/claims`` as ids, places and labels.
The texts belong to others: BASIL's development stories, and the articles of AllSides.
"""

from __future__ import annotations

import csv
import gzip
import json
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, combinations, product
from pathlib import Path

import numpy as np

from flows.train.claim_labels import Pairs, load_sentence_pairs
from flows.train.project_claims import ProjectClaim, extract_rows, tabulate_claims

LABELS = Path(__file__).parents[2] / "data" / "labels" / "claims"
PARTS = ("tuning", "sealed")

_Place = tuple[str, tuple[tuple[int, int], ...]]


def load_read_pairs(basil: Path, allsides: Path, part: str) -> Pairs:
    """Return the labelled pairs of one part as pairs of the claims that the project now finds at their places.

    The sets are "labelled" (each drawn pair once), "labelled, by stratum" (each for the pairs of its stratum) and
    "stories read whole" (every pair of the claims of a story, those that no reader joined as different).

    Args:
        basil: holds ``articles.jsonl``.
        allsides: holds files ``*.jsonl.gz``.
        part: "tuning" or "sealed".
    """
    story_of = {row["id"]: row["story"] for row in _read_rows("articles.csv")}
    drawn = [row for row in _read_rows("pairs.csv") if row["part"] == part]
    stories = {row["story"] for row in drawn} | {
        row["story"] for row in _read_rows("read_claims.csv") if row["part"] == part
    }
    wanted = {article for article, story in story_of.items() if story in stories}
    rows = [row for row in chain(_read_basil(basil), _read_allsides(allsides)) if row["id"] in wanted]
    claims = sorted(extract_rows(rows), key=lambda claim: (story_of[claim.article], claim.claim_id))
    finder = _Finder(claims)
    drawn_of: dict[str, int] = defaultdict(int)
    for row in drawn:
        drawn_of[row["stratum"]] += 1
    found: list[tuple[int, int, str, float, float, float]] = []
    for row in drawn:
        first, second = (finder.find((row[f"id_{x}"], ((int(row[f"start_{x}"]), int(row[f"end_{x}"])),))) for x in "ab")
        weight = float(row["stratum_size"]) / drawn_of[row["stratum"]]
        found.append((first, second, row["label"], 1.0, weight, 0.0))
    found += [(*pair, label, 0.0, 0.0, 1.0) for pair, label in _read_stories(part, finder).items()]
    found = [row for row in found if row[0] != row[1] and min(row[:2]) >= 0]
    left, right, labels, each, weights, whole = (np.array(column) for column in zip(*found, strict=True))
    sets = {"labelled": each, "labelled, by stratum": weights, "stories read whole": whole}
    table = tabulate_claims(claims, story_of)
    return Pairs(table, np.minimum(left, right), np.maximum(left, right), labels, sets)


def load_open_sentences(basil: Path) -> Pairs:
    """Return the older labelled pairs of whole sentences, without those of stories that are sealed.

    Args:
        basil: holds ``articles.jsonl``, ``stories.csv`` and ``claim_pairs.jsonl``.
    """
    sealed = [
        r["story"] for name in ("pairs.csv", "read_claims.csv") for r in _read_rows(name) if r["part"] != "tuning"
    ]
    pairs = load_sentence_pairs(basil)
    story = np.array(pairs.claims["story_id"].to_pylist())[pairs.left]
    return pairs.select(~np.isin(story, sealed))


class _Finder:
    """Finds the claim that shares most characters with a place; -1 where none does."""

    def __init__(self, claims: Sequence[ProjectClaim]) -> None:
        self._of_article: dict[str, list[tuple[int, ProjectClaim]]] = defaultdict(list)
        for number, claim in enumerate(claims):
            self._of_article[claim.article].append((number, claim))

    def find(self, place: _Place) -> int:
        article, spans = place

        def rate(claim: ProjectClaim) -> float:
            common = sum(max(0, min(end, b) - max(start, a)) for (start, end), (a, b) in product(spans, claim.places))
            both = sum(end - start for start, end in (*spans, *claim.places)) - common
            return common / max(both, 1)

        rated = [(rate(claim), -number) for number, claim in self._of_article[article]]
        best, number = max(rated, default=(0.0, 1))
        return -number if best > 0 else -1


def _read_stories(part: str, finder: _Finder) -> Mapping[tuple[int, int], str]:
    """Return the label of every pair of claims in the stories that were read whole."""
    claim_of: dict[str, dict[str, int]] = defaultdict(dict)
    for row in _read_rows("read_claims.csv"):
        if row["part"] == part:
            spans = [span.split(":") for span in row["spans"].split()]
            place = row["id"], tuple((int(start), int(end)) for start, end in spans)
            claim_of[row["story"]][row["claim"]] = finder.find(place)
    rows = [row for row in _read_rows("read_sets.csv") if row["part"] == part]
    labels: dict[tuple[int, int], str] = {}
    for claims in claim_of.values():
        labels |= {_order(pair): "different" for pair in combinations(set(claims.values()), 2)}
    home: dict[tuple[str, str], list[str]] = {}
    for row in rows:
        if row["label"] == "same":
            names = row["claims"].split()
            home |= {(row["story"], name): names for name in names}
    # what is told of one claim of a set is told of all
    for row in sorted(rows, key=lambda row: row["label"] != "same"):
        for first, second in combinations(row["claims"].split(), 2):
            alike = row["label"] == "same"
            ours, theirs = ([name] if alike else home.get((row["story"], name), [name]) for name in (first, second))
            for pair in product(ours, theirs):
                a, b = _order(tuple(claim_of[row["story"]][name] for name in pair))
                if a != b and labels[a, b] == "different":
                    labels[a, b] = row["label"]
    return labels


def _order(pair: tuple[int, ...]) -> tuple[int, int]:
    return min(pair), max(pair)


def _read_rows(name: str) -> list[dict[str, str]]:
    with (LABELS / name).open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _read_basil(folder: Path) -> Iterator[Mapping[str, str]]:
    with (folder / "articles.jsonl").open(encoding="utf-8") as lines:
        yield from map(json.loads, lines)


def _read_allsides(folder: Path) -> Iterator[Mapping[str, str]]:
    for path in sorted(folder.glob("*.jsonl.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            yield from map(json.loads, lines)
