"""The read stage: inputs to batches of checked articles on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path

import pyarrow as pa

from flows.marks import tabulate_marks, write_marks
from flows.readers import Found, Note, discover_inputs, read_file
from flows.repetition import write_repeated
from flows.resources import load_seeds
from flows.settings import Settings
from flows.storage import write_parquet
from transforms.articles import DuplicateFilter, make_article
from transforms.complete import complete_article
from transforms.outlets import OutletNames, OutletReport
from transforms.reasons import Reason
from transforms.records import Article, Reject
from transforms.tables import ARTICLES, build_table


@dataclass(slots=True)
class InputReport:
    """What a run's user should know of the inputs that is no fault: it goes into the summary.

    ``repairs`` counts articles by what was put right in their text.
    """

    notes: list[Note] = field(default_factory=list)
    repairs: Counter[str] = field(default_factory=Counter)
    outlets: OutletReport = field(default_factory=OutletReport)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What the read stage found: the batches' files, and how much they hold."""

    inputs: int
    articles: int
    words: int
    batches: tuple[Path, ...]
    rejects: tuple[Reject, ...]
    report: InputReport


@dataclass(slots=True)
class _Batches:
    """Gathers articles and writes them out batch by batch."""

    folder: Path
    words_per_batch: int
    paths: list[Path] = field(default_factory=list)
    articles: int = 0
    words: int = 0
    rejects: list[Reject] = field(default_factory=list)
    _waiting: list[Article] = field(default_factory=list)
    _waiting_words: int = 0

    def add(self, article: Article) -> None:
        self._waiting.append(article)
        self._waiting_words += article.word_count
        if self._waiting_words >= self.words_per_batch:
            self.flush()

    def flush(self) -> None:
        if not self._waiting:
            return
        path = self.folder / f"batch-{len(self.paths):06d}.parquet"
        try:
            tables = _tabulate(self._waiting)
        except Exception:  # a value that does not fit its column is some article's
            self._waiting = [article for article in self._waiting if self._fits(article)]
            self._waiting_words = sum(article.word_count for article in self._waiting)
            tables = _tabulate(self._waiting)
        rows, marks = tables
        write_parquet(rows, path)
        write_marks(marks, self.folder.parent, path.name)
        self.paths.append(path)
        self.articles += len(self._waiting)
        self.words += self._waiting_words
        self._waiting, self._waiting_words = [], 0

    def _fits(self, article: Article) -> bool:
        try:
            _tabulate([article])
        except Exception as error:
            self.rejects.append(_reject_broken(article.source_uri, error))
            return False
        return True


def read_articles(settings: Settings, staging: Path, started_at: datetime) -> ReadResult:
    """Read, normalise and check every input, and write the articles in batches of about ``settings.batch_words``.

    An article that was read before is rejected as a duplicate. Inputs are read in the order of their paths, so that
    which one counts as the first does not depend on how they were named on the command line.
    """
    seeds = load_seeds(settings.seeds_dir)
    outlets = OutletNames(seeds.outlets)
    files, found = discover_inputs(
        settings.inputs,
        settings.outlet,
        settings.published_at,
        settings.encoding,
        dict(settings.columns),
        seeds.columns,
    )
    rejects: list[Reject] = []
    report = InputReport()
    batches = _Batches(staging / "articles", settings.batch_words)
    seen = DuplicateFilter()
    items: Iterator[Found] = chain(found, (item for file in files for item in read_file(file)))
    for item in items:
        if isinstance(item, Reject):
            rejects.append(item)
            continue
        if isinstance(item, Note):
            report.notes.append(item)
            continue
        try:
            article, problems = make_article(
                item,
                today=started_at.date(),
                ingested_at=started_at,
                outlets=outlets,
                day_first=settings.day_first,
            )
            duplicate = seen.find_duplicate(article, item.location) if article else None
            if article and not duplicate:
                article = complete_article(article, seeds)
        except Exception as error:  # one odd article must not cost the run
            rejects.append(_reject_broken(item.source_uri, error))
            continue
        rejects += problems
        if article is None:
            continue
        if duplicate:
            rejects.append(duplicate)
        else:
            batches.add(article)
            report.repairs.update(item.repairs)
            report.outlets.add(outlets.resolve(item.outlet, article.url), article.url)
    batches.flush()
    write_repeated(batches.paths, staging)
    rejects += batches.rejects
    inputs = len(files) + sum(isinstance(item, Reject) for item in found)
    return ReadResult(inputs, batches.articles, batches.words, tuple(batches.paths), tuple(rejects), report)


def _tabulate(articles: Sequence[Article]) -> tuple[pa.Table, pa.Table]:
    """Return the rows of articles, and those of their marks."""
    rows = ({key: value for key, value in asdict(article).items() if key != "marks"} for article in articles)
    return build_table(ARTICLES, rows), tabulate_marks(articles)


def _reject_broken(source_uri: str, error: Exception) -> Reject:
    problem = f"it cannot be taken in ({type(error).__name__}: {str(error)[:200]}); leave it out and report it"
    return Reject(source_uri, Reason.UNREADABLE, problem)
