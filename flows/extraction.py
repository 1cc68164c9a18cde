"""One batch of articles through the language pipeline and extraction: what a worker process does."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, replace
from functools import lru_cache
from pathlib import Path

from spacy.language import Language
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from flows.marks import read_marks
from flows.repetition import load_repeated
from flows.resources import load_seeds
from flows.storage import read_parquet, write_parquet
from transforms.annotate import annotate_text
from transforms.embeds import add_posts
from transforms.extract import extract_article
from transforms.language import load_pipeline
from transforms.reading import make_reading
from transforms.records import Article, Extraction, Reject, Segment
from transforms.seeds import Seeds
from transforms.segments import segment_article
from transforms.tables import TABLES, build_table

EXTRACTED = ("segments", "mentions", "entities", "quotes", "claims", "claim_sources", "sentences")
"""The tables that a batch gives a piece of, beside articles."""


@dataclass(frozen=True, slots=True)
class BatchJob:
    """A batch to extract: the file with its articles, where pieces go, and what to load."""

    articles: Path
    staging: Path
    model: Path
    pipeline: str | None
    seeds_dir: Path


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a batch gave."""

    words: int
    rejects: tuple[Reject, ...]
    model_version: str


@lru_cache(maxsize=1)
def load_worker(model: Path, pipeline: str | None, seeds_dir: Path) -> tuple[Language, Seeds]:
    """Load what a worker needs once per process; processes share the cores, so each computes in one thread."""
    threadpool_limits(1, user_api="blas")
    return load_pipeline(model, pipeline=pipeline), load_seeds(seeds_dir)


def read_article(nlp: Language, article: Article, segments: Sequence[Segment], seeds: Seeds) -> Extraction:
    """Return the rows of an article: what it says itself, and what the posts in it say; offsets go into its text."""
    reading = make_reading(article.text, segments)
    doc = annotate_text(nlp, reading.text, reading.segments)
    found = extract_article(doc, replace(article, text=reading.text), reading.segments, seeds)
    return add_posts(reading.restore(found), article, segments, seeds)


def extract_batch(job: BatchJob) -> BatchResult:
    """Segment, annotate and extract the articles of a batch, and write one piece per table under ``staging``.

    An article on which extraction fails keeps its row in articles and its segments, and is rejected with the error.
    """
    nlp, seeds = load_worker(job.model, job.pipeline, job.seeds_dir)
    rows: dict[str, list[object]] = {name: [] for name in EXTRACTED}
    rejects: list[Reject] = []
    words = 0
    marks, repeated = read_marks(job.staging, job.articles.name), load_repeated(job.staging)
    for row in read_parquet([job.articles]).to_pylist():
        article = Article(**{**row, "byline": tuple(row["byline"])})
        words += article.word_count
        segments = segment_article(
            article.text,
            article.headline is not None,
            seeds,
            byline=article.byline,
            marks=marks.get(article.article_id, ()),
            repeated=repeated.get(article.outlet, frozenset()),
        )
        rows["segments"] += [
            {"article_id": article.article_id, **asdict(segment), "role": segment.role.value} for segment in segments
        ]
        try:
            extraction = read_article(nlp, article, segments, seeds)
        except Exception as error:  # one article must not cost the batch; the reject says which and why
            rejects.append(
                Reject(
                    article.source_uri,
                    "extraction_failed",
                    f"article {article.article_id}: {type(error).__name__}: {error}; please report it with the text",
                )
            )
            continue
        for name in EXTRACTED[1:]:
            rows[name] += getattr(extraction, name)
    for name in EXTRACTED:
        write_parquet(build_table(TABLES[name], rows[name]), job.staging / name / job.articles.name)
    return BatchResult(words, tuple(rejects), f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}")
