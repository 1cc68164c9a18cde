"""Between reading and extraction: which versions count, and which articles must be annotated."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.archive import Archive
from flows.ingest import ReadResult
from flows.jobs import BatchJob
from flows.marks import empty_marks, group_marks, load_marks, write_marks
from flows.repetition import load_repeated, write_repeated
from flows.settings import Settings
from flows.storage import read_parquet, write_parquet
from flows.store import Store, name_shard
from transforms.boilerplate import paragraph_key
from transforms.paragraphs import PARAGRAPH_BREAK
from transforms.records import Mark
from transforms.tables import ARTICLES, READ_ARTICLES
from transforms.versions import CURRENT, SUPERSEDED, Sighting, Version, identify, settle_versions

_UNSHAPING = frozenset({"source_uri", "ingested_at", "text"})
"""Columns that an article's rows do not depend on: where and when it was read, and the text, which its hash covers."""
_HISTORY = ("first_seen_at", "last_seen_at", "status", "superseded_by", "removed_at")
_ARCHIVED = "archive.parquet"
_PART_ROWS = 1_000


@dataclass(slots=True)
class Plan:
    """What a run has to do.

    ``keys`` holds the store's key of each version whose rows are needed: those that count, and those that a newer
    version superseded, with which it is compared. ``jobs`` are the batches of those that the store lacks.
    """

    read: ReadResult
    versions: dict[str, Version]
    keys: dict[str, str] = field(default_factory=dict)
    jobs: list[BatchJob] = field(default_factory=list)
    words: int = 0

    @property
    def current(self) -> list[str]:
        """The articles that count."""
        return sorted(a for a, version in self.versions.items() if version.status == CURRENT)

    @property
    def annotated(self) -> int:
        """How many articles the jobs hold."""
        return sum(len(job.keys) for job in self.jobs)


def plan_run(
    settings: Settings,
    read: ReadResult,
    archive: Archive,
    store: Store,
    staging: Path,
    started_at: datetime,
    shaped_by: str,
) -> Plan:
    """Settle the versions, write all articles with what is known of each, and cut what must be annotated into batches.

    Args:
        settings: the run's.
        read: what the read stage found.
        archive: what is known of earlier versions.
        store: what is annotated already.
        staging: the run's; ``pieces/articles`` and ``pieces/older`` in it take the articles.
        started_at: when the run began.
        shaped_by: a hash of what shapes every article's rows.
    """
    plan = Plan(read, _settle(settings, read, archive, started_at))
    names = _write_articles(plan, read, archive, staging)
    write_repeated([path for name in names if (path := staging / "pieces" / "articles" / name).exists()], staging)
    if not settings.rebuild:
        store.check(archive.keys.values())
    batches = _Batches(settings, staging, store, shaped_by)
    for name in names:
        marks = group_marks(load_marks(staging, [name]))
        for folder in ("articles", "older"):
            path = staging / "pieces" / folder / name
            for row in _iterate(path):
                version = plan.versions[row["article_id"]]
                if version.status in (CURRENT, SUPERSEDED):
                    found = marks.get(version.article_id, ())
                    key = _key_article(row, found, load_repeated(staging), shaped_by)
                    plan.keys[version.article_id] = key
                    if settings.rebuild or key not in store.entries:
                        batches.add(row, found, key)
    batches.finish()
    plan.jobs, plan.words = batches.jobs, batches.words
    return plan


def _settle(settings: Settings, read: ReadResult, archive: Archive, now: datetime) -> dict[str, Version]:
    columns = ["article_id", "url", "given_id", "source_uri", "published_at", "position"]
    rows = [row for path in read.batches for row in read_parquet([path], columns).to_pylist()]
    per_file = Counter(row["source_uri"] for row in rows)
    sightings = [
        Sighting(
            row["article_id"],
            identify(row["url"], row["given_id"], row["source_uri"], per_file[row["source_uri"]] == 1),
            row["published_at"],
            row["position"],
        )
        for row in rows
    ]

    def covers(version: Version) -> bool:
        published = version.published_at
        return not settings.add and settings.takes(published.date().isoformat() if published else None)

    settled = settle_versions(sightings, archive.versions, now, covers)
    if settings.keep is None:
        return settled
    return {
        article_id: version
        for article_id, version in settled.items()
        if version.status == CURRENT or (now - version.last_seen_at).days < settings.keep
    }


def _write_articles(plan: Plan, read: ReadResult, archive: Archive, staging: Path) -> list[str]:
    """Write every version's row, those that count apart, and its marks; return the names of the files."""
    names = [path.name for path in read.batches]
    seen: set[str] = set()
    for path in read.batches:
        rows = read_parquet([path]).select(READ_ARTICLES.schema.names)
        seen.update(rows["article_id"].to_pylist())
        _write_rows(plan, rows, staging, path.name)
    absent = plan.versions.keys() - seen
    if absent:
        marks = archive.read_state("marks")
        marks = empty_marks() if marks is None else marks
        write_marks(marks.filter(pc.is_in(marks["article_id"], pa.array(sorted(absent)))), staging, _ARCHIVED)
        _write_rows(plan, archive.read_articles(absent).select(READ_ARTICLES.schema.names), staging, _ARCHIVED)
        names.append(_ARCHIVED)
    return names


def _write_rows(plan: Plan, rows: pa.Table, staging: Path, name: str) -> None:
    rows = rows.filter(pc.is_in(rows["article_id"], pa.array(sorted(plan.versions), pa.string())))
    versions = [plan.versions[article_id] for article_id in rows["article_id"].to_pylist()]
    history = {name: [getattr(version, name) for version in versions] for name in _HISTORY}
    columns = {column: rows[column] for column in READ_ARTICLES.schema.names} | history
    columns["ingested_at"] = history["first_seen_at"]
    table = pa.table(columns, schema=ARTICLES.schema)
    is_current = pc.equal(table["status"], CURRENT)
    for folder, part in (("articles", table.filter(is_current)), ("older", table.filter(pc.invert(is_current)))):
        if part.num_rows:
            write_parquet(part, staging / "pieces" / folder / name)


def _iterate(path: Path) -> Iterator[dict[str, Any]]:
    """Yield what was read of each article in a file."""
    if not path.exists():
        return
    rows = read_parquet([path]).select(READ_ARTICLES.schema.names)
    for start in range(0, rows.num_rows, _PART_ROWS):
        yield from rows.slice(start, _PART_ROWS).to_pylist()


def _key_article(
    row: Mapping[str, Any], marks: Iterable[Mark], repeated: Mapping[str | None, frozenset[int]], shaped_by: str
) -> str:
    """Return the hash of all that an article's rows depend on.

    That is the article itself, what its page says of its paragraphs, which of them return in its outlet, and what
    shapes every article's rows.
    """
    own = repeated.get(row["outlet"])
    returning = sorted({paragraph_key(p) for p in row["text"].split(PARAGRAPH_BREAK)} & own) if own else []
    content = {name: value for name, value in row.items() if name not in _UNSHAPING}
    parts = (shaped_by, content, [asdict(mark) for mark in marks], returning)
    return hashlib.sha256(json.dumps(parts, default=str, sort_keys=True).encode()).hexdigest()


@dataclass(slots=True)
class _Batch:
    """Articles to annotate together: their rows, their marks, their keys in the store with their ids, their words."""

    rows: list[Mapping[str, Any]] = field(default_factory=list)
    marks: list[dict[str, Any]] = field(default_factory=list)
    keys: list[tuple[str, str]] = field(default_factory=list)
    words: int = 0

    def __add__(self, other: _Batch) -> _Batch:
        return _Batch(
            self.rows + other.rows, self.marks + other.marks, self.keys + other.keys, self.words + other.words
        )


class _Batches:
    """Gathers articles to annotate, and writes them out batch by batch."""

    def __init__(self, settings: Settings, staging: Path, store: Store, shaped_by: str) -> None:
        self._settings, self._staging, self._store, self._shaped_by = settings, staging, store, shaped_by
        self._open, self._last = _Batch(), _Batch()
        self.jobs: list[BatchJob] = []
        self.words = 0

    def add(self, row: Mapping[str, Any], marks: Iterable[Mark], key: str) -> None:
        batch = self._open
        batch.rows.append(row)
        batch.marks += ({"article_id": row["article_id"], **asdict(mark)} for mark in marks)
        batch.keys.append((key, row["article_id"]))
        batch.words += row["word_count"]
        if batch.words >= self._settings.batch_words:
            self._write()

    def finish(self) -> None:
        """Write what is left. Less than half a batch joins the one before: a worker more costs more than that saves."""
        if not self._open.rows:
            return
        if self.jobs and self._open.words < self._settings.batch_words / 2:
            self.jobs.pop()
            self.words -= self._last.words
            self._open = self._last + self._open
        self._write()

    def _write(self) -> None:
        settings, batch = self._settings, self._open
        path = self._staging / "extract" / f"extract-{len(self.jobs):06d}.parquet"
        write_parquet(pa.Table.from_pylist(batch.rows, schema=READ_ARTICLES.schema), path)
        write_marks(pa.Table.from_pylist(batch.marks, schema=empty_marks().schema), self._staging, path.name)
        shard = self._store.folder / name_shard(key for key, _ in batch.keys)
        own = (self._staging, settings.model, settings.pipeline, settings.seeds_dir)
        self.jobs.append(BatchJob(path, *own, shard, tuple(batch.keys), self._shaped_by))
        self.words += batch.words
        self._open, self._last = _Batch(), batch
