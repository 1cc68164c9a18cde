"""One batch of articles through the language pipeline and extraction: what a worker process does."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, replace
from functools import lru_cache
from pathlib import Path

import pyarrow as pa
from spacy.language import Language
from spacy.tokens import Doc
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from flows.jobs import BatchJob, BatchResult
from flows.marks import read_marks
from flows.repetition import load_repeated
from flows.resources import load_seeds
from flows.storage import read_parquet, write_parquet
from flows.store import EXTRACTED, finish_shard
from transforms.annotate import annotate_text
from transforms.embeds import add_posts
from transforms.extract import extract_article
from transforms.language import load_pipeline
from transforms.reading import Reading, make_reading
from transforms.reasons import Reason
from transforms.records import Article, Extraction, Mark, Reject, Row, Segment
from transforms.schema import ColumnsError
from transforms.seeds import Seeds
from transforms.segments import segment_article
from transforms.tables import TABLES, build_table

Rows = Mapping[str, list[Row]]
"""The rows that one article gives, by table."""


@lru_cache(maxsize=1)
def load_worker(
    model: Path,
    pipeline: str | None,
    seeds_dir: Path,
    shaped_by: str = "",  # noqa: ARG001 (what is loaded may change)
) -> tuple[Language, Seeds]:
    """Load what a worker needs once per process; processes share the cores, so each computes in one thread."""
    threadpool_limits(1, user_api="blas")
    return load_pipeline(model, pipeline=pipeline), load_seeds(seeds_dir)


def read_article(nlp: Language, article: Article, segments: Sequence[Segment], seeds: Seeds) -> Extraction:
    """Return the rows of an article: what it says itself, and what the posts in it say; offsets go into its text."""
    reading = make_reading(article.text, segments)
    doc = annotate_text(nlp, reading.text, reading.segments)
    return extract_reading(doc, reading, article, segments, seeds)


def extract_reading(
    doc: Doc, reading: Reading, article: Article, segments: Sequence[Segment], seeds: Seeds
) -> Extraction:
    """Return the rows of an article whose reading has been annotated."""
    found = extract_article(doc, replace(article, text=reading.text), reading.segments, seeds)
    return add_posts(reading.restore(found), article, segments, seeds)


def extract_batch(job: BatchJob) -> BatchResult:
    """Segment, annotate and extract the articles of a batch, and write their rows as a shard of the store.

    An article on which that fails has none; the shard says why.
    """
    nlp, seeds = load_worker(job.model, job.pipeline, job.seeds_dir, job.shaped_by)
    marks, repeated = read_marks(job.staging, job.articles.name), load_repeated(job.staging)
    articles = [Article(**{**row, "byline": tuple(row["byline"])}) for row in read_parquet([job.articles]).to_pylist()]
    found: list[tuple[Article, Rows]] = []
    faults: list[tuple[Article, Exception]] = []
    for article in articles:
        beside = marks.get(article.article_id, ()), repeated.get(article.outlet, frozenset())
        try:
            found.append((article, _extract_rows(nlp, article, seeds, *beside)))
        except Exception as error:  # one article must not cost the batch; the reject says which and why
            faults.append((article, error))
    try:
        pieces = _tabulate(rows for _, rows in found)
    except ColumnsError:
        raise
    except Exception:  # rows that do not fit their table are some article's
        found, misfits = _part_misfits(found)
        faults += misfits
        pieces = _tabulate(rows for _, rows in found)
    for name, piece in pieces.items():
        write_parquet(piece, job.shard / f"{name}.parquet")
    rejects = {article.article_id: reject_article(article, error) for article, error in faults}
    finish_shard(job.shard, job.keys, rejects, f"{nlp.meta['lang']}_{nlp.meta['name']} {nlp.meta['version']}")
    return BatchResult(sum(article.word_count for article in articles), (job.shard.name,))


def _extract_rows(
    nlp: Language, article: Article, seeds: Seeds, marks: Sequence[Mark], repeated: frozenset[int]
) -> Rows:
    """Return an article's rows, given what its page says of its paragraphs and what returns in its outlet."""
    segments = segment_article(
        article.text,
        article.headline is not None,
        seeds,
        byline=article.byline,
        marks=marks,
        repeated=repeated,
    )
    extraction = read_article(nlp, article, segments, seeds)
    rows = {name: getattr(extraction, name) for name in EXTRACTED if name != "segments"}
    return {"segments": [_describe_segment(article, segment) for segment in segments], **rows}


def reject_article(article: Article, error: Exception) -> Reject:
    """Return the reject of an article on which extraction failed."""
    detail = f"article {article.article_id}: {type(error).__name__}: {error}; please report it with the text"
    return Reject(article.source_uri, Reason.EXTRACTION_FAILED, detail)


def _part_misfits(
    found: list[tuple[Article, Rows]],
) -> tuple[list[tuple[Article, Rows]], list[tuple[Article, Exception]]]:
    """Return the articles whose rows fit their tables, and the others with the error."""
    fitting: list[tuple[Article, Rows]] = []
    misfits: list[tuple[Article, Exception]] = []
    for article, rows in found:
        try:
            _tabulate([rows])
            fitting.append((article, rows))
        except Exception as error:
            misfits.append((article, error))
    return fitting, misfits


def _describe_segment(article: Article, segment: Segment) -> Row:
    return {"article_id": article.article_id, **asdict(segment), "role": segment.role.value}


def _tabulate(articles: Iterable[Rows]) -> dict[str, pa.Table]:
    """Return one table for each name, of the rows of all articles."""
    rows: dict[str, list[Row]] = {name: [] for name in EXTRACTED}
    for article in articles:
        for name, found in article.items():
            rows[name] += found
    return {name: build_table(TABLES[name], rows[name]) for name in EXTRACTED}
