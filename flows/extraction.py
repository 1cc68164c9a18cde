"""One batch of articles through the language pipeline and extraction: what a worker process does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
from spacy.language import Language
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from flows.resources import load_seeds
from flows.storage import read_parquet, write_parquet
from transforms.annotate import annotate_text
from transforms.extract import extract_article
from transforms.language import load_pipeline
from transforms.reasons import Reason
from transforms.records import Article, Reject, Row, Segment
from transforms.seeds import Seeds
from transforms.segments import segment_article
from transforms.tables import TABLES, build_table

EXTRACTED = ("segments", "mentions", "entities", "quotes", "claims", "claim_sources", "sentences")
"""The tables that a batch gives a piece of, beside articles."""


@dataclass(frozen=True, slots=True)
class BatchJob:
    """A batch to extract: the file with its articles, where pieces go, and what to load.

    ``key`` is a hash of all that its rows depend on.
    """

    articles: Path
    staging: Path
    model: Path
    pipeline: str | None
    seeds_dir: Path
    key: str = ""

    def piece(self, name: str) -> Path:
        """Return the file for this batch's rows of a table."""
        return self.staging / name / self.articles.name


@dataclass(frozen=True, slots=True)
class BatchResult:
    """What a batch gave; ``lost`` holds the ids of articles of which nothing can be kept."""

    words: int
    rejects: tuple[Reject, ...]
    model_version: str
    lost: tuple[str, ...] = ()


Rows = Mapping[str, list[Row]]
"""The rows that one article gives, by table."""


@lru_cache(maxsize=1)
def load_worker(model: Path, pipeline: str | None, seeds_dir: Path) -> tuple[Language, Seeds]:
    """Load what a worker needs once per process; processes share the cores, so each computes in one thread."""
    threadpool_limits(1, user_api="blas")
    return load_pipeline(model, pipeline=pipeline), load_seeds(seeds_dir)


def extract_batch(job: BatchJob) -> BatchResult:
    """Segment, annotate and extract the articles of a batch, and write one piece per table under ``staging``.

    An article on which extraction fails keeps its row in articles and its segments, and is rejected with the error;
    one that cannot even be cut into segments is lost.
    """
    nlp, seeds = load_worker(job.model, job.pipeline, job.seeds_dir)
    found: list[tuple[Article, Rows]] = []
    rejects: list[Reject] = []
    lost: list[str] = []
    words = 0
    for row in read_parquet([job.articles]).to_pylist():
        article = Article(**{**row, "byline": tuple(row["byline"])})
        words += article.word_count
        # one article must not cost the batch; the reject says which and why
        try:
            segments = segment_article(article.text, article.headline is not None, seeds)
            rows = {"segments": [_describe_segment(article, segment) for segment in segments]}
        except Exception as error:
            lost.append(article.article_id)
            rejects.append(reject_article(article, error))
            continue
        try:
            extraction = extract_article(annotate_text(nlp, article.text, segments), article, segments, seeds)
            rows |= {name: getattr(extraction, name) for name in EXTRACTED[1:]}
        except Exception as error:
            rejects.append(reject_article(article, error))
        found.append((article, rows))
    try:
        pieces = _tabulate(rows for _, rows in found)
    except Exception:  # rows that do not fit their table are some article's
        found, more = _drop_misfits(found)
        rejects += more
        pieces = _tabulate(rows for _, rows in found)
    for name, piece in pieces.items():
        write_parquet(piece, job.piece(name))
    version = f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}"
    return BatchResult(words, tuple(rejects), version, tuple(lost))


def reject_article(article: Article, error: Exception) -> Reject:
    """Return the reject of an article on which extraction failed."""
    detail = f"article {article.article_id}: {type(error).__name__}: {error}; please report it with the text"
    return Reject(article.source_uri, Reason.EXTRACTION_FAILED, detail)


def _drop_misfits(found: list[tuple[Article, Rows]]) -> tuple[list[tuple[Article, Rows]], list[Reject]]:
    """Keep of each article what fits the tables: all of it, or its segments; return rejects for the latter."""
    kept: list[tuple[Article, Rows]] = []
    rejects: list[Reject] = []
    for article, rows in found:
        try:
            _tabulate([rows])
            kept.append((article, rows))
        except Exception as error:
            kept.append((article, {"segments": rows["segments"]}))
            rejects.append(reject_article(article, error))
    return kept, rejects


def _describe_segment(article: Article, segment: Segment) -> Row:
    return {
        "article_id": article.article_id,
        "segment_no": segment.segment_no,
        "role": segment.role.value,
        "start": segment.start,
        "end": segment.end,
    }


def _tabulate(articles: Iterable[Rows]) -> dict[str, pa.Table]:
    """Return one table for each name, of the rows of all articles."""
    rows: dict[str, list[Row]] = {name: [] for name in EXTRACTED}
    for article in articles:
        for name, found in article.items():
            rows[name] += found
    return {name: build_table(TABLES[name], rows[name]) for name in EXTRACTED}
