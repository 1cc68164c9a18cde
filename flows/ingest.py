"""The read stage: inputs to batches of checked articles on disk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path

from flows.readers import discover_inputs, read_file
from flows.settings import Settings
from flows.storage import write_parquet
from transforms.articles import DuplicateFilter, make_article
from transforms.reasons import Reason
from transforms.records import Article, RawArticle, Reject
from transforms.tables import ARTICLES, build_table


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What the read stage found: the batches' files, and how much they hold."""

    inputs: int
    articles: int
    words: int
    batches: tuple[Path, ...]
    rejects: tuple[Reject, ...]


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
            table = build_table(ARTICLES, map(asdict, self._waiting))
        except Exception:  # a value that does not fit its column is some article's
            self._waiting = [article for article in self._waiting if self._fits(article)]
            self._waiting_words = sum(article.word_count for article in self._waiting)
            table = build_table(ARTICLES, map(asdict, self._waiting))
        write_parquet(table, path)
        self.paths.append(path)
        self.articles += len(self._waiting)
        self.words += self._waiting_words
        self._waiting, self._waiting_words = [], 0

    def _fits(self, article: Article) -> bool:
        try:
            build_table(ARTICLES, [asdict(article)])
        except Exception as error:
            self.rejects.append(_reject_broken(article.source_uri, error))
            return False
        return True


def read_articles(settings: Settings, staging: Path, started_at: datetime) -> ReadResult:
    """Read, normalise and check every input, and write the articles in batches of about ``settings.batch_words``.

    An article that was read before is rejected as a duplicate. Inputs are read in the order of their paths, so that
    which one counts as the first does not depend on how they were named on the command line.
    """
    files, found = discover_inputs(settings.inputs, settings.outlet, settings.published_at)
    rejects: list[Reject] = list(found)
    batches = _Batches(staging / "articles", settings.batch_words)
    seen = DuplicateFilter()
    items: Iterator[RawArticle | Reject] = (item for file in files for item in read_file(file))
    for item in items:
        if isinstance(item, Reject):
            rejects.append(item)
            continue
        try:
            article, problems = make_article(item, today=started_at.date(), ingested_at=started_at)
            duplicate = seen.find_duplicate(article, item.location) if article else None
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
    batches.flush()
    rejects += batches.rejects
    return ReadResult(len(files) + len(found), batches.articles, batches.words, tuple(batches.paths), tuple(rejects))


def _reject_broken(source_uri: str, error: Exception) -> Reject:
    problem = f"it cannot be taken in ({type(error).__name__}: {str(error)[:200]}); leave it out and report it"
    return Reject(source_uri, Reason.UNREADABLE, problem)
