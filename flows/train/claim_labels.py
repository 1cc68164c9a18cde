"""Pairs of claims, and of whole sentences, labelled by reading; and how well a score tells those that state the same.

What the labels mean and how the pairs were drawn is told in ``data/labels/claim_pairs/GUIDELINE.md``. The texts belong
to others: the labels point into a folder of articles that is not part of the project.
"""

from __future__ import annotations

import csv
import json
import zlib
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from sklearn.base import clone
from sklearn.metrics import cohen_kappa_score, precision_recall_curve, roc_auc_score

from flows.evaluate.matching import build_claims, load_corpus
from flows.resources import ROOT
from flows.train.project_claims import ProjectClaim, count_kept, extract_claims, tabulate_claims
from transforms.match.claims import Statements, measure_pairs
from transforms.match.text import Bools, Floats, Ints

LABELS = ROOT / "data" / "labels" / "claim_pairs"
SAME = ("same", "conflict")
FOLDS = 8


@dataclass(frozen=True, slots=True)
class Pairs:
    """Claims and labelled pairs of them, as columns.

    Attributes:
        claims: what `transforms.match.group_claims` reads, sorted by story.
        left: first claim of each pair, by its row.
        right: second claim of each pair.
        labels: "same", "conflict", "partial", "denial" or "different", one for each pair.
        sets: what to measure on: for each name the weight of each pair, 0 where the set lacks it.
    """

    claims: pa.Table
    left: Ints
    right: Ints
    labels: npt.NDArray[np.str_]
    sets: Mapping[str, Floats]

    def select(self, keep: Bools) -> Pairs:
        """Return some of the pairs; the claims stay."""
        sets = {name: weight[keep] for name, weight in self.sets.items()}
        return replace(self, left=self.left[keep], right=self.right[keep], labels=self.labels[keep], sets=sets)

    @property
    def is_same(self) -> Bools:
        """Whether each pair states the same fact, be it with a conflict."""
        return np.isin(self.labels, SAME)

    @property
    def is_clear(self) -> Bools:
        """Whether each pair is either the same or not: a denial belongs beside what it denies, and a part to some."""
        return ~np.isin(self.labels, ("partial", "denial"))

    @property
    def fold(self) -> Ints:
        """The fold of each pair: that of its story, by the story's name, so that other pairs of it share it."""
        folds = [zlib.crc32(story.encode()) % FOLDS for story in self.claims["story_id"].to_pylist()]
        return np.array(folds, dtype=np.int64)[self.left]


@dataclass(frozen=True, slots=True)
class Figures:
    """Precision, recall and F1 of pairs found, and the area under the ROC curve (nan without scores)."""

    precision: float
    recall: float
    f1: float
    auc: float

    def __str__(self) -> str:
        """The figures in columns."""
        return f"{self.precision:10.3f}{self.recall:8.3f}{self.f1:7.3f}{self.auc:7.3f}"


def load_claim_pairs(folder: Path, labels: Path = LABELS, claims: Sequence[ProjectClaim] | None = None) -> Pairs:
    """Read the labelled pairs of claims as pairs of the claims that the project now finds at these places.

    A label may tell of several sentences: each pair stands for the two claims inside its places that share most.

    Args:
        folder: holds ``articles.jsonl`` (id, headline, text) and ``stories.csv`` (id, story).
        labels: holds ``claims.csv`` and ``claim_pairs.csv``.
        claims: the claims of `extract_claims`, if they have been read already.

    Raises:
        KeyError: a claim or pair names an article or a claim that is not there.
    """
    story_of = {row["id"]: row["story"] for row in _read_rows(folder / "stories.csv")}
    found = sorted(
        claims if claims is not None else extract_claims(folder), key=lambda c: (story_of[c.article], c.claim_id)
    )
    table = tabulate_claims(found, story_of)
    places = _locate_labels(folder, _read_rows(labels / "claims.csv"), found)
    named = {
        pair: label for pair, label in _read_labels(labels, story_of).items() if places[pair[0]] and places[pair[1]]
    }
    wide = [(n, i, j) for n, (a, b) in enumerate(named) for i in places[a] for j in places[b]]
    number, left, right = (np.array(column, dtype=np.int64) for column in zip(*wide, strict=True))
    swap = left > right
    left[swap], right[swap] = right[swap], left[swap]
    shared = measure_pairs(Statements.read(table), left, right)[:, 0]
    order = np.lexsort((-shared, number))
    best = order[np.flatnonzero(np.diff(number[order], prepend=-1))]
    values = list(named.values())
    return Pairs(
        table,
        left=left[best],
        right=right[best],
        labels=np.array([label for label, _, _, _ in values]),
        sets={
            "claims, by stratum": np.array([weight for _, weight, _, _ in values]),
            "claims, each once": np.array([float(labelled) for _, _, labelled, _ in values]),
            "stories read whole": np.array([float(whole) for _, _, _, whole in values]),
        },
    )


_Place = tuple[str, int, int]
_Label = tuple[str, float, bool, bool]


def _read_labels(
    labels: Path, story_of: Mapping[str, str]
) -> dict[tuple[_Place, _Place], tuple[str, float, bool, bool]]:
    """Return for each pair its label, weight, whether it was labelled, and whether its story was read whole."""
    claims = _read_rows(labels / "claims.csv")
    known = {(c["id"], int(c["start"]), int(c["end"])): c["read"] == "1" for c in claims}
    rows = _read_rows(labels / "claim_pairs.csv")
    drawn = Counter(row["stratum"] for row in rows)
    pairs: dict[tuple[_Place, _Place], _Label] = {}
    for row in rows:
        sides = [(row[f"id_{x}"], int(row[f"start_{x}"]), int(row[f"end_{x}"])) for x in "ab"]
        weight = float(row["stratum_size"] or 0) / drawn[row["stratum"]]
        pairs[min(sides), max(sides)] = row["label"], weight, True, all(known[side] for side in sides)
    read = sorted(place for place, is_read in known.items() if is_read)
    for a, b in combinations(read, 2):
        if story_of[a[0]] == story_of[b[0]] and a[0] != b[0]:
            pairs.setdefault((a, b), ("different", 0.0, False, True))
    return pairs


def _locate_labels(
    folder: Path, rows: Sequence[Mapping[str, str]], found: Sequence[ProjectClaim]
) -> dict[_Place, list[int]]:
    """Return for each labelled place the claims of which half lies in it, else the one that holds half of it."""
    with (folder / "articles.jsonl").open(encoding="utf-8") as lines:
        texts = {row["id"]: row["text"] for row in map(json.loads, lines)}
    of_article: dict[str, list[int]] = {}
    for number, claim in enumerate(found):
        of_article.setdefault(claim.article, []).append(number)
    located = {}
    for row in rows:
        place = row["id"], int(row["start"]), int(row["end"])
        text = texts[row["id"]]
        start, end = count_kept(text, place[1]), count_kept(text, place[2])
        inside, around = [], []
        for number in of_article.get(row["id"], []):
            spans = found[number].places
            common = sum(max(0, min(end, b) - max(start, a)) for a, b in spans)
            if 2 * common >= sum(b - a for a, b in spans):
                inside.append(number)
            elif 2 * common >= end - start:
                around.append(number)
        located[place] = inside or around
    return located


def load_sentence_pairs(folder: Path, labels: Path = LABELS) -> Pairs:
    """Read the labelled pairs of whole sentences; a sentence is its own context.

    Args:
        folder: as for `load_claim_pairs`, with ``claim_pairs.jsonl`` beside.
        labels: holds ``sentence_pairs.csv``.
    """
    corpus = load_corpus(folder, labels / "sentence_pairs.csv")
    order = sorted(range(len(corpus.sentences)), key=lambda number: corpus.sentences[number].story)
    row_of = {number: row for row, number in enumerate(order)}
    weight = np.array([pair.weight for pair in corpus.pairs])
    return Pairs(
        build_claims(corpus).take(pa.array(order, pa.int64())),
        left=np.array([row_of[pair.first] for pair in corpus.pairs]),
        right=np.array([row_of[pair.second] for pair in corpus.pairs]),
        labels=np.array([pair.label for pair in corpus.pairs]),
        sets={"sentences, by stratum": weight, "sentences, each once": np.ones(len(weight))},
    )


def measure_scores(pairs: Pairs, scores: Floats, weight: Floats, partial: str = "left out") -> Figures:
    """Return the figures of scores on the pairs whose weight is above 0, each fold at the bar best for the others.

    Args:
        pairs: the pairs.
        scores: one for each pair.
        weight: one for each pair.
        partial: "left out", or "same": what to take pairs labelled partial for.
    """
    is_same, use = _choose(pairs, weight, partial)
    found = np.zeros(len(scores), dtype=bool)
    for fold in range(FOLDS):
        known, here = use & (pairs.fold != fold), pairs.fold == fold
        found[here] = scores[here] >= choose_bar(scores[known], is_same[known], weight[known])
    auc = float(roc_auc_score(is_same[use], scores[use], sample_weight=weight[use]))
    return _count(found, is_same, weight * use, auc)


def measure_groups(pairs: Pairs, groupings: Sequence[list[str]], weight: Floats, partial: str = "left out") -> Figures:
    """Return the figures of taking pairs for the same whose claims share a group.

    Args:
        pairs: the pairs.
        groupings: the group of each claim; of several groupings, each fold takes the one best for the others.
        weight: one for each pair.
        partial: as in `measure_scores`.
    """
    is_same, use = _choose(pairs, weight, partial)
    together = [find_together(pairs, groups) for groups in groupings]
    found = np.zeros(len(is_same), dtype=bool)
    for fold in range(FOLDS):
        known, here = weight * (use & (pairs.fold != fold)), pairs.fold == fold
        found[here] = max(together, key=lambda t, w=known: _count(t, is_same, w, 0.0).f1)[here]  # type: ignore[misc]
    return measure_found(pairs, found, weight, partial)


def measure_found(pairs: Pairs, found: Bools, weight: Floats, partial: str = "left out") -> Figures:
    """Return the figures of pairs that were found to state the same; arguments as in `measure_scores`."""
    is_same, use = _choose(pairs, weight, partial)
    return _count(found, is_same, weight * use, float("nan"))


def find_together(pairs: Pairs, groups: Sequence[str]) -> Bools:
    """Return for each pair whether its claims share a group; ``groups`` has that of each claim."""
    number = np.unique(groups, return_inverse=True)[1]
    return np.asarray(number[pairs.left] == number[pairs.right])


def _choose(pairs: Pairs, weight: Floats, partial: str) -> tuple[Bools, Bools]:
    taken = partial == "same"
    return pairs.is_same | (~pairs.is_clear & taken), (weight > 0) & (pairs.is_clear | taken)


def _count(found: Bools, is_same: Bools, weight: Floats, auc: float) -> Figures:
    hit = float(weight[found & is_same].sum())
    precision = hit / max(float(weight[found].sum()), 1e-9)
    recall = hit / max(float(weight[is_same].sum()), 1e-9)
    return Figures(precision, recall, 2 * precision * recall / max(precision + recall, 1e-9), auc)


def choose_bar(scores: Floats, is_same: Bools, weight: Floats) -> float:
    """Return the score from which on F1 is highest."""
    precision, recall, bars = precision_recall_curve(is_same, scores, sample_weight=weight)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    return float(bars[np.argmax(f1[:-1])])


def predict_unseen(model: Any, pairs: Pairs, features: Floats) -> Floats:
    """Return a classifier's probability for each pair, fitted on the clear pairs of other stories.

    Args:
        model: an unfitted scikit-learn classifier.
        pairs: the pairs.
        features: (pairs, features).
    """
    out = np.zeros(len(features))
    for fold in range(FOLDS):
        known, here = pairs.is_clear & (pairs.fold != fold), pairs.fold == fold
        out[here] = clone(model).fit(features[known], pairs.is_same[known]).predict_proba(features[here])[:, 1]
    return out


def measure_agreement(path: Path = LABELS / "claim_pairs.csv") -> tuple[int, float, float]:
    """Return how many pairs were labelled twice, the share of equal labels, and Cohen's kappa (Cohen 1960).

    ``path`` has the readings in the columns ``pass1`` (else ``label``) and ``pass2``, empty where there was one.
    """
    twice = [(row.get("pass1", row["label"]), row["pass2"]) for row in _read_rows(path) if row["pass2"]]
    first, second = zip(*twice, strict=True)
    raw = sum(a == b for a, b in twice) / len(twice)
    return len(twice), raw, float(cohen_kappa_score(first, second))


def _read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))
