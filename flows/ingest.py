"""The read stage: inputs to batches of checked articles on disk."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import chain
from pathlib import Path

from flows.marks import write_marks
from flows.readers import Found, Note, discover_inputs, read_file
from flows.repetition import write_repeated
from flows.resources import load_seeds
from flows.settings import Settings
from flows.storage import write_parquet
from transforms.articles import DuplicateFilter, make_article
from transforms.complete import complete_article
from transforms.outlets import OutletNames, OutletReport
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
        rows = [{key: value for key, value in asdict(article).items() if key != "marks"} for article in self._waiting]
        write_parquet(build_table(ARTICLES, rows), path)
        write_marks(self._waiting, self.folder.parent, path.name)
        self.paths.append(path)
        self.articles += len(self._waiting)
        self.words += self._waiting_words
        self._waiting, self._waiting_words = [], 0


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
        article, problems = make_article(
            item,
            today=started_at.date(),
            ingested_at=started_at,
            outlets=outlets,
            day_first=settings.day_first,
        )
        rejects += problems
        if article is None:
            continue
        duplicate = seen.find_duplicate(article, item.location)
        if duplicate:
            rejects.append(duplicate)
        else:
            batches.add(complete_article(article, seeds))
            report.repairs.update(item.repairs)
            report.outlets.add(outlets.resolve(item.outlet, article.url), article.url)
    batches.flush()
    write_repeated(batches.paths, staging)
    inputs = len(files) + sum(isinstance(item, Reject) for item in found)
    return ReadResult(inputs, batches.articles, batches.words, tuple(batches.paths), tuple(rejects), report)
