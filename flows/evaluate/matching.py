"""Evaluate matching on a folder of labelled stories.

    python -m flows.evaluate matching --basil DIR [--labels FILE] [--record]

DIR holds ``articles.jsonl``, ``stories.csv``, ``claim_pairs.jsonl`` and ``quote_pairs.jsonl``. The labels name
sentences by article and offsets (into headline, blank line, text), since the texts belong to others.
"""

from __future__ import annotations

import csv
import json
import re
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Any

import pyarrow as pa
import typer

from flows.gate.record import record_measures
from flows.resources import ROOT
from transforms.match import group_claims, match_quotes, match_stories

LABELS = ROOT / "data" / "labels" / "claim_pairs" / "sentence_pairs.csv"
_ABBREVIATIONS = "Mr Ms Mrs Dr Sen Sens Rep Reps Gov Gen St Jr Me v Jan Feb Aug Sept Oct Nov Dec No".split()
_SENTENCE_END = re.compile(
    "(?:(?<=[.!?][\"”’'])|(?<=[.!?])"
    + "".join(rf"(?<!\b{word}\.)" for word in [*_ABBREVIATIONS, "[A-Z]"])
    + r")\s+|\n+"
)


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article: ``text`` stands at ``start`` of headline, blank line and text."""

    story: str
    article: str
    start: int
    text: str


@dataclass(frozen=True, slots=True)
class LabelledPair:
    """Two sentences of one story, by their numbers; ``weight`` is the number of pairs that the label stands for."""

    first: int
    second: int
    label: str
    weight: float


@dataclass(frozen=True, slots=True)
class Corpus:
    """Labelled stories: the articles, each one's story, their sentences, and labelled pairs of sentences."""

    articles: pa.Table
    story: Mapping[str, str]
    sentences: Sequence[Sentence]
    pairs: Sequence[LabelledPair]


def load_corpus(folder: Path, labels: Path | None) -> Corpus:
    """Load a folder of labelled stories, and further labels of sentence pairs."""
    rows = list(_name_articles(_read_jsonl(folder / "articles.jsonl")))
    with (folder / "stories.csv").open(encoding="utf-8", newline="") as file:
        story = {row["article_id"]: line["story"] for row, line in zip(rows, csv.DictReader(file), strict=True)}
    sentences = [
        Sentence(story[row["article_id"]], row["article_id"], start, text)
        for row in rows
        for start, text in cut_sentences(row["text"])
    ]
    pairs = list(_read_text_pairs(_read_jsonl(folder / "claim_pairs.jsonl"), sentences))
    if labels is not None:
        pairs += _read_offset_pairs(labels, sentences)
    schema = pa.schema(
        [("article_id", pa.string()), ("published_at", pa.timestamp("us", tz="UTC")), ("published_date", pa.date32())]
        + [(name, pa.string()) for name in ("headline", "text")]
    )
    return Corpus(pa.Table.from_pylist(rows, schema=schema), story, sentences, pairs)


def _read_jsonl(path: Path) -> list[dict[str, Any]]:
    with path.open(encoding="utf-8") as file:
        return [json.loads(line) for line in file]


def _name_articles(lines: Sequence[Mapping[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield articles with unique ids: one that several lines share is told apart by the line's number, from 0."""
    count = Counter(line["id"] for line in lines)
    for number, line in enumerate(lines):
        yield {
            "article_id": line["id"] if count[line["id"]] == 1 else f"{line['id']}#{number}",
            "published_date": date.fromisoformat(line["published_at"]),
            "headline": line["headline"],
            "text": f"{line['headline'] or ''}\n\n{line['text']}",
        }


def cut_sentences(text: str) -> Iterator[tuple[int, str]]:
    """Yield start and text of the sentences of four words and more."""
    start = 0
    for end, following in [*((m.start(), m.end()) for m in _SENTENCE_END.finditer(text)), (len(text), len(text))]:
        sentence = text[start:end].strip()
        if len(sentence.split()) >= 4:
            yield text.index(sentence, start), sentence
        start = following


def _read_text_pairs(rows: Sequence[Mapping[str, Any]], sentences: list[Sentence]) -> Iterator[LabelledPair]:
    """Yield pairs given by their texts; a sentence that was cut otherwise is added to its story."""
    place = {(s.story, _squeeze(s.text)): k for k, s in enumerate(sentences)}
    labelled = Counter(row["stratum"] for row in rows)
    for row in rows:
        numbers = []
        for side in ("a", "b"):
            key = (row["story"], _squeeze(row[side]))
            if key not in place:
                place[key] = len(sentences)
                home = next(
                    (s.article for s in sentences if s.story == key[0] and _overlaps(s.text, row[side])), "unknown"
                )
                sentences.append(Sentence(row["story"], home, -1, row[side]))
            numbers.append(place[key])
        yield LabelledPair(numbers[0], numbers[1], row["label"], row["stratum_size"] / labelled[row["stratum"]])


def _read_offset_pairs(path: Path, sentences: Sequence[Sentence]) -> list[LabelledPair]:
    place = {(s.article, s.start, s.start + len(s.text)): k for k, s in enumerate(sentences)}
    with path.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    labelled = Counter(row["stratum"] for row in rows)
    numbers = [
        [place.get((row[f"article_{side}"], int(row[f"start_{side}"]), int(row[f"end_{side}"]))) for side in "ab"]
        for row in rows
    ]
    return [
        LabelledPair(first, second, row["label"], int(row["stratum_pairs"]) / labelled[row["stratum"]])
        for row, (first, second) in zip(rows, numbers, strict=True)
        if first is not None and second is not None
    ]


def _squeeze(text: str) -> str:
    return " ".join(text.split())


def _overlaps(first: str, second: str) -> bool:
    a, b = _squeeze(first), _squeeze(second)
    return a in b or b in a


def build_claims(corpus: Corpus) -> pa.Table:
    """Return every sentence as a claim and as its own context; claim k is sentence k."""
    return pa.table(
        {
            "claim_id": [f"c{number:08d}" for number in range(len(corpus.sentences))],
            "article_id": [s.article for s in corpus.sentences],
            "story_id": [s.story for s in corpus.sentences],
            "published_date": pa.nulls(len(corpus.sentences), pa.date32()),
            **{name: [s.text for s in corpus.sentences] for name in ("text", "context")},
            "form": ["clause"] * len(corpus.sentences),
            "polarity": ["affirmed"] * len(corpus.sentences),
            "voice": ["outlet"] * len(corpus.sentences),
            "source_name": pa.nulls(len(corpus.sentences), pa.string()),
            "is_main": [False] * len(corpus.sentences),
            "claims_before": _count_before(corpus.sentences),
        }
    )


def _count_before(sentences: Sequence[Sentence]) -> list[int]:
    """Return how many sentences of its article stand before each."""
    starts: dict[str, list[int]] = defaultdict(list)
    for sentence in sentences:
        starts[sentence.article].append(sentence.start)
    order = {article: sorted(places) for article, places in starts.items()}
    return [bisect_left(order[s.article], s.start) for s in sentences]


# --- figures --------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Score:
    """Precision, recall and F1 of pairs (nan when there is nothing to divide by)."""

    right: float
    wrong: float
    missed: float

    @property
    def precision(self) -> float:
        """Right among found."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else float("nan")

    @property
    def recall(self) -> float:
        """Right among all that should be found."""
        return self.right / (self.right + self.missed) if self.right + self.missed else float("nan")

    @property
    def f1(self) -> float:
        """Harmonic mean of precision and recall."""
        return 2 * self.right / (2 * self.right + self.wrong + self.missed)

    def __str__(self) -> str:
        """Precision, recall and F1 in words."""
        return f"precision {self.precision:.3f}, recall {self.recall:.3f}, F1 {self.f1:.3f}"


def score_pairs(cases: Iterable[tuple[bool, bool, float]]) -> Score:
    """Score (found, expected, weight)."""
    counts: dict[tuple[bool, bool], float] = defaultdict(float)
    for found, expected, weight in cases:
        counts[found, expected] += weight
    return Score(counts[True, True], counts[True, False], counts[False, True])


def evaluate_stories(corpus: Corpus, dense: bool) -> Score:
    """Score pairs of articles; ``dense`` moves all dates into one week, keeping distances inside a story if it can."""
    articles = corpus.articles
    if dense:
        days = [date(2026, 1, 5) + timedelta(day.toordinal() % 7) for day in articles["published_date"].to_pylist()]
        articles = articles.set_column(2, "published_date", pa.array(days, pa.date32()))
    result = match_stories(articles).to_pydict()
    found = dict(zip(result["article_id"], result["story_id"], strict=True))
    ids = sorted(found)
    return score_pairs(
        (found[a] == found[b], corpus.story[a] == corpus.story[b], 1.0) for k, a in enumerate(ids) for b in ids[:k]
    )


def evaluate_claims(corpus: Corpus, column: str, weighted: bool) -> Score:
    """Score labelled pairs in one group: same and conflict are expected, different is not, partial is left out."""
    groups = group_claims(build_claims(corpus)).sort_by("claim_id")[column].to_pylist()
    return score_pairs(
        (groups[p.first] == groups[p.second], p.label != "different", p.weight if weighted else 1.0)
        for p in corpus.pairs
        if p.label != "partial"
    )


def _read_quote_pairs(folder: Path) -> list[dict[str, Any]]:
    return _read_jsonl(folder / "quote_pairs.jsonl")


def evaluate_quotes(folder: Path) -> Score:
    """Score labelled pairs of quotations of one story."""
    rows = _read_quote_pairs(folder)
    sides = sorted({(r["story"], r[f"outlet_{s}"], r[s]) for r in rows for s in "ab"})
    number = {side: f"q{k:06d}" for k, side in enumerate(sides)}
    texts = {
        "quote_id": list(number.values()),
        "article_id": [f"{story} {outlet}" for story, outlet, _ in sides],
        "story_id": [story for story, _, _ in sides],
        "text": [text for _, _, text in sides],
        "quote_type": ["direct"] * len(sides),
    }
    unknown = pa.nulls(len(sides), pa.string())
    quotes = pa.table(texts | {"speaker_entity_id": unknown, "speaker_name": unknown})
    found = {(m["quote_id_a"], m["quote_id_b"]) for m in match_quotes(quotes).to_pylist()}
    pairs = [(sorted(number[r["story"], r[f"outlet_{s}"], r[s]] for s in "ab"), r["reuse"]) for r in rows]
    return score_pairs(((a, b) in found, reuse, 1.0) for (a, b), reuse in pairs)


def main(
    basil: Annotated[Path, typer.Option(help="Folder with the labelled stories.")],
    labels: Annotated[Path, typer.Option(help="Labels of sentence pairs by offsets.")] = LABELS,
    record: Annotated[bool, typer.Option(help="Write the figures into sql/seeds/quality.csv too.")] = False,
) -> None:
    """Print the figures of docs/matching.md."""
    given, every = load_corpus(basil, None), load_corpus(basil, labels)
    stories, quotations = evaluate_stories(given, dense=True), evaluate_quotes(basil)
    if record:
        pairs = {"stories": stories.right + stories.missed, "repeated quotations": len(_read_quote_pairs(basil))}
        scores = {"stories": stories, "repeated quotations": quotations}
        record_measures(
            {name: {"precision": s.precision, "recall": s.recall, "cases": pairs[name]} for name, s in scores.items()},
            date.today(),
        )
    typer.echo(f"stories, dates as they are: {evaluate_stories(given, dense=False)}")
    typer.echo(f"stories, all in one week: {stories}")
    typer.echo(f"quotations: {quotations}")
    for name, corpus in (("given pairs", given), ("all pairs", every)):
        for column in ("claim_group_id", "lenient_group_id"):
            for weighted in (False, True):
                score = evaluate_claims(corpus, column, weighted)
                typer.echo(f"claims, {name}, {column}{', weighted by stratum' if weighted else ''}: {score}")
