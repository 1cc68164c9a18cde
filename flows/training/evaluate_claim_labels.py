"""How well a score tells claims that state the same from others, on pairs labelled by reading.

``python -m flows.training.evaluate_claim_labels FOLDER`` prints a table; FOLDER holds the ``articles.jsonl`` and
``stories.csv`` that the offsets in ``labels/`` point into. What the labels mean and how the pairs were drawn is told in
``labels/GUIDELINE.md``.
"""

from __future__ import annotations

import csv
import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import numpy.typing as npt
import scipy.sparse as sp
import typer
from sklearn.base import clone
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import cohen_kappa_score, precision_recall_curve, roc_auc_score
from sklearn.model_selection import GroupKFold
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler

from transforms.match.background import UNSEEN_PER_MILLION, load_frequencies
from transforms.match.claims import score_pairs
from transforms.match.text import Bools, Floats, Ints, encode_texts, map_words, multiply_rows, stem_word

LABELS = Path(__file__).parent / "labels"
SAME = ("same", "conflict")
_FOLDS = 8
_SENTENCE_END = re.compile("(?<=[.!?])[\"'\u201d\u2019)]*\\s+|\\n+")
_FREE_WEIGHT = 1.5  # nats: a word in more than 22 % of all sentences weighs nothing


@dataclass(frozen=True, slots=True)
class Corpus:
    """Claims and pairs of them, as columns.

    Attributes:
        texts: the claims.
        sentences: the sentence, or run of sentences, that each claim stands in.
        story: number of each claim's story.
        article: number of each claim's article.
        left: first claim of each pair.
        right: second claim of each pair.
        labels: "same", "conflict", "partial" or "different", one for each pair.
        weight: how many pairs of its stratum a pair stands for; 0 for pairs found by reading.
        is_labelled: whether the pair stands in the file of labels.
        is_whole: whether the pair is one of all pairs of a story read as a whole.
    """

    texts: list[str]
    sentences: list[str]
    story: Ints
    article: Ints
    left: Ints
    right: Ints
    labels: npt.NDArray[np.str_]
    weight: Floats
    is_labelled: Bools
    is_whole: Bools

    @property
    def is_same(self) -> Bools:
        """Whether each pair states the same fact, be it with a conflict."""
        return np.isin(self.labels, SAME)

    @property
    def folds(self) -> Iterator[tuple[Ints, Ints]]:
        """Pairs of other stories and pairs of a fold's stories, fold by fold."""
        return iter(GroupKFold(_FOLDS).split(self.left, groups=self.story[self.left]))


@dataclass(frozen=True, slots=True)
class Figures:
    """Figures of one score on one set of pairs; the bar that a score must reach comes from other stories."""

    precision: float
    recall: float
    f1: float
    auc: float


def load_corpus(folder: Path, labels: Path = LABELS) -> Corpus:
    """Read the labelled pairs and their texts.

    Args:
        folder: holds ``articles.jsonl`` (id, text) and ``stories.csv`` (id, story).
        labels: holds ``claims.csv`` and ``claim_pairs.csv``.

    Raises:
        KeyError: a claim or pair names an article or a claim that is not there.
    """
    with (folder / "articles.jsonl").open(encoding="utf-8") as lines:
        articles = {row["id"]: row["text"] for row in map(json.loads, lines)}
    story_of = {row["id"]: row["story"] for row in _read_rows(folder / "stories.csv")}
    claims = _read_rows(labels / "claims.csv")
    spans = {(c["id"], int(c["start"]), int(c["end"])): row for row, c in enumerate(claims)}
    story, article = _number([story_of[c["id"]] for c in claims]), _number([c["id"] for c in claims])

    pairs: dict[tuple[int, int], tuple[str, float, bool]] = {}
    rows = _read_rows(labels / "claim_pairs.csv")
    drawn = Counter(row["stratum"] for row in rows)
    for row in rows:
        left = spans[row["id_a"], int(row["start_a"]), int(row["end_a"])]
        right = spans[row["id_b"], int(row["start_b"]), int(row["end_b"])]
        weight = float(row["stratum_size"] or 0) / drawn[row["stratum"]]
        pairs[min(left, right), max(left, right)] = row["label"], weight, True
    whole = {
        (i, j)
        for group in _group_rows(story, np.array([c["read"] == "1" for c in claims]))
        for i, j in combinations(group, 2)
        if article[i] != article[j]
    }
    for pair in sorted(whole - pairs.keys()):
        pairs[pair] = "different", 0.0, False
    return Corpus(
        texts=[articles[article_id][start:end] for article_id, start, end in spans],
        sentences=[_widen_span(articles[article_id], start, end) for article_id, start, end in spans],
        story=story,
        article=article,
        left=np.array([i for i, _ in pairs]),
        right=np.array([j for _, j in pairs]),
        labels=np.array([label for label, _, _ in pairs.values()]),
        weight=np.array([weight for _, weight, _ in pairs.values()]),
        is_labelled=np.array([labelled for _, _, labelled in pairs.values()]),
        is_whole=np.array([pair in whole for pair in pairs]),
    )


def measure_scores(corpus: Corpus, scores: Floats, weight: Floats, partial: str) -> Figures:
    """Return the figures of scores on the pairs whose weight is above 0.

    Args:
        corpus: the pairs.
        scores: one for each pair.
        weight: one for each pair.
        partial: "left out", or "same": what to take pairs labelled partial for.
    """
    is_same = corpus.is_same | ((corpus.labels == "partial") & (partial == "same"))
    use = (weight > 0) & ((corpus.labels != "partial") | (partial == "same"))
    found = np.zeros(len(scores), dtype=bool)
    for others, fold in corpus.folds:
        known = others[use[others]]
        found[fold] = scores[fold] >= choose_bar(scores[known], is_same[known], weight[known])
    hit = float(weight[use & found & is_same].sum())
    precision = hit / max(float(weight[use & found].sum()), 1e-9)
    recall = hit / max(float(weight[use & is_same].sum()), 1e-9)
    f1 = 2 * precision * recall / max(precision + recall, 1e-9)
    auc = float(roc_auc_score(is_same[use], scores[use], sample_weight=weight[use]))
    return Figures(precision, recall, f1, auc)


def measure_agreement(labels: Path = LABELS) -> tuple[int, float, float]:
    """Return how many pairs were labelled twice, the share of equal labels, and Cohen's kappa (Cohen 1960)."""
    twice = [(row["pass1"], row["pass2"]) for row in _read_rows(labels / "claim_pairs.csv") if row["pass2"]]
    first, second = zip(*twice, strict=True)
    raw = sum(a == b for a, b in twice) / len(twice)
    return len(twice), raw, float(cohen_kappa_score(first, second))


def choose_bar(scores: Floats, is_same: Bools, weight: Floats) -> float:
    """Return the score from which on F1 is highest."""
    precision, recall, bars = precision_recall_curve(is_same, scores, sample_weight=weight)
    f1 = 2 * precision * recall / np.maximum(precision + recall, 1e-9)
    return float(bars[np.argmax(f1[:-1])])


def predict_unseen(model: Any, features: Floats, corpus: Corpus) -> Floats:
    """Return a classifier's probability for each pair, fitted on the pairs of other stories.

    Args:
        model: an unfitted scikit-learn classifier.
        features: (pairs, features).
        corpus: the pairs; those labelled partial are not fitted on.
    """
    known = corpus.labels != "partial"
    out = np.zeros(len(features))
    for others, fold in corpus.folds:
        fitted = clone(model).fit(features[others[known[others]]], corpus.is_same[others[known[others]]])
        out[fold] = fitted.predict_proba(features[fold])[:, 1]
    return out


def score_dice(corpus: Corpus) -> Floats:
    """Return Dice's coefficient of distinct stems, each weighing its rarity in news."""
    return _compare_texts(corpus, corpus.texts)[:, 0]


def score_project(corpus: Corpus, texts: list[str]) -> Floats:
    """Return the probability that the project itself gives to texts in the claims' places; 0 where it does not look."""
    order = np.argsort(corpus.story, kind="stable")
    place = np.argsort(order)
    tokens = encode_texts([texts[row] for row in order])
    i, j, probability = score_pairs(tokens, corpus.story[order], corpus.article[order])
    known = sp.csr_array((probability, (i, j)), shape=(len(order), len(order)))
    a, b = place[corpus.left], place[corpus.right]
    return np.asarray(known[np.minimum(a, b), np.maximum(a, b)]).ravel()


def read_features(corpus: Corpus) -> Floats:
    """Return (pairs, 10): what claims share, what their sentences share, and the project's logit on both."""
    parts = []
    for texts in (corpus.texts, corpus.sentences):
        project = np.clip(score_project(corpus, texts), 1e-3, 1 - 1e-3)
        parts += [_compare_texts(corpus, texts), np.log(project / (1 - project))[:, None]]
    return np.concatenate(parts, axis=1)


def _compare_texts(corpus: Corpus, texts: list[str]) -> Floats:
    """Return (pairs, 4): Dice, share of the lighter text, share of the heavier, and logarithm of the weight shared."""
    tokens = map_words(encode_texts(texts), lambda word: stem_word(word.lower()) if word[0].isalnum() else None)
    frequencies = load_frequencies()
    rarity = np.log(1e6 / np.array([frequencies.get(word, UNSEEN_PER_MILLION) for word in tokens.words]))
    root = np.sqrt(np.maximum(rarity - _FREE_WEIGHT, 0.0))
    rows, codes = np.unique(np.stack([tokens.rows, tokens.codes]), axis=1)
    matrix = sp.csr_array((root[codes], (rows, codes)), shape=(len(texts), len(tokens.words)))
    total = np.asarray(matrix.multiply(matrix).sum(axis=1)).ravel() + 1e-9
    shared = multiply_rows(matrix, matrix, corpus.left, corpus.right)
    left, right = total[corpus.left], total[corpus.right]
    return np.stack(
        [
            2 * shared / (left + right),
            shared / np.minimum(left, right),
            shared / np.maximum(left, right),
            np.log1p(shared),
        ],
        axis=1,
    )


def _widen_span(text: str, start: int, end: int) -> str:
    bounds = [0, *(match.end() for match in _SENTENCE_END.finditer(text)), len(text)]
    return text[max(b for b in bounds if b <= start) : min(b for b in bounds if b >= end)]


def _read_rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _number(values: list[str]) -> Ints:
    return np.unique(values, return_inverse=True)[1].astype(np.int64)


def _group_rows(story: Ints, chosen: Bools) -> Iterator[list[int]]:
    for number in np.unique(story[chosen]):
        yield np.flatnonzero(chosen & (story == number)).tolist()


def main(folder: Annotated[Path, typer.Argument(help="Folder of articles.jsonl and stories.csv.")]) -> None:
    """Print the figures of each score on three sets of pairs."""
    corpus = load_corpus(folder)
    pairs, raw, kappa = measure_agreement()
    typer.echo(f"two passes over {pairs} pairs: {raw:.3f} agree, kappa {kappa:.3f}")
    features = read_features(corpus)
    scores = {
        "idf dice": score_dice(corpus),
        "transforms.match": score_project(corpus, corpus.texts),
        "its sentences": score_project(corpus, corpus.sentences),
        "logistic": predict_unseen(make_pipeline(StandardScaler(), LogisticRegression()), features, corpus),
    }
    sets = {
        "sample, weighted": corpus.weight,
        "labelled, unweighted": corpus.is_labelled.astype(float),
        "stories read whole": corpus.is_whole.astype(float),
    }
    for partial in ("left out", "same"):
        typer.echo(f"\npartial: {partial}")
        typer.echo(f"{'score':18}{'set':24}{'precision':>10}{'recall':>8}{'F1':>7}{'AUC':>7}")
        for set_name, weight in sets.items():
            for name, score in scores.items():
                figures = measure_scores(corpus, score, weight, partial)
                typer.echo(
                    f"{name:18}{set_name:24}{figures.precision:10.3f}{figures.recall:8.3f}"
                    f"{figures.f1:7.3f}{figures.auc:7.3f}"
                )


if __name__ == "__main__":
    typer.run(main)
