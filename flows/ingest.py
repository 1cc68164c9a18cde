"""The read stage: inputs to batches of checked articles on disk; a file that was read before is not read again."""

from __future__ import annotations

import hashlib
import json
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from flows.marks import empty_marks, tabulate_marks, write_marks
from flows.readers import Found, InputFile, Note, NoteKind, discover_inputs, make_uri, read_file
from flows.settings import Settings
from flows.storage import write_parquet
from transforms.articles import DuplicateFilter, clean_value, make_article
from transforms.complete import complete_article
from transforms.outlets import Label, OutletNames, OutletReport
from transforms.reasons import Reason
from transforms.records import Article, RawArticle, Reject
from transforms.schema import ColumnsError
from transforms.seeds import Seeds
from transforms.tables import READ_ARTICLES, build_table

READ_SCHEMA = READ_ARTICLES.schema.append(pa.field("given_id", pa.string())).append(pa.field("position", pa.int64()))
"""A batch of the read stage: the articles, the id that the input gives each, and their place in the reading order."""

_REPEATED_PER_BATCH = 2_000

_FUTURE = "is in the future"


@dataclass(slots=True)
class InputReport:
    """What a run's user should know of the inputs that is no fault: it goes into the summary.

    ``repairs`` counts articles by what was put right in their text, ``boxes`` those that were cut from pages.
    """

    notes: list[Note] = field(default_factory=list)
    repairs: Counter[str] = field(default_factory=Counter)
    boxes: int = 0
    outlets: OutletReport = field(default_factory=OutletReport)


@dataclass(frozen=True, slots=True)
class Inputs:
    """The files to read, each with a hash of all that its articles depend on, and what was found beside them."""

    files: tuple[tuple[InputFile, str], ...]
    found: tuple[Reject | Note, ...]

    @property
    def count(self) -> int:
        """How many inputs there are, those included that could not be used."""
        return len(self.files) + sum(isinstance(item, Reject) for item in self.found)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What the run before read: what each file held by its digest, its articles, and their marks."""

    files: Mapping[str, str] = field(default_factory=dict)
    articles: pa.Table = field(default_factory=READ_ARTICLES.schema.empty_table)
    marks: pa.Table = field(default_factory=empty_marks)


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What the read stage found: the batches' files, and how much they hold.

    ``files`` is what each file held, for the next run. ``is_dated`` says that the result depends on the day: some
    publication date lies in the future. ``outside`` counts articles outside the dates that were asked for.
    """

    articles: int
    batches: tuple[Path, ...]
    rejects: tuple[Reject, ...]
    report: InputReport
    files: Mapping[str, str]
    is_dated: bool
    outside: int


@dataclass(slots=True)
class _Batches:
    """Gathers articles and writes them out batch by batch."""

    staging: Path
    words_per_batch: int
    paths: list[Path] = field(default_factory=list)
    articles: int = 0
    rejects: list[Reject] = field(default_factory=list)
    _waiting: list[tuple[Article, str | None, int]] = field(default_factory=list)
    _waiting_words: int = 0

    def add(self, article: Article, given_id: str | None, position: int) -> None:
        self._waiting.append((article, given_id, position))
        self._waiting_words += article.word_count
        if self._waiting_words >= self.words_per_batch:
            self.flush()

    def flush(self) -> None:
        if not self._waiting:
            return
        try:
            rows, marks = _tabulate(self._waiting)
        except ColumnsError:
            raise
        except Exception:  # a value that does not fit its column is some article's
            self._waiting = [entry for entry in self._waiting if self._fits(entry)]
            rows, marks = _tabulate(self._waiting)
        self.write(rows, marks)
        self._waiting, self._waiting_words = [], 0

    def write(self, rows: pa.Table, marks: pa.Table) -> None:
        path = self.staging / "read" / f"batch-{len(self.paths):06d}.parquet"
        write_parquet(rows, path)
        write_marks(marks, self.staging, path.name)
        self.paths.append(path)
        self.articles += rows.num_rows

    def _fits(self, entry: tuple[Article, str | None, int]) -> bool:
        try:
            _tabulate([entry])
        except Exception as error:
            self.rejects.append(_reject_broken(entry[0].source_uri, error))
            return False
        return True


def find_inputs(settings: Settings, seeds: Seeds, shaped_by: str, day: str) -> Inputs:
    """Find the files to read, and hash all that each one's articles depend on: its bytes and name, code and seeds.

    Args:
        settings: name the inputs.
        seeds: name columns, and boxes and notices of pages.
        shaped_by: a hash of code, seeds and options.
        day: the day of the run, where the last one held dates in the future; else empty.
    """
    files, found = discover_inputs(
        settings.inputs,
        settings.outlet,
        settings.published_at,
        settings.encoding,
        dict(settings.columns),
        seeds,
    )
    return Inputs(tuple((file, _hash_input(file, shaped_by, day)) for file in files), tuple(found))


def _hash_input(file: InputFile, shaped_by: str, day: str) -> str:
    digest = hashlib.sha256(f"{shaped_by} {day} {make_uri(file.path)} {file.context!r}".encode(errors="replace"))
    try:
        with file.path.open("rb") as content:
            digest.update(hashlib.file_digest(content, "sha256").digest())
    except OSError as error:
        digest.update(str(error).encode(errors="replace"))
    return digest.hexdigest()


def read_articles(
    settings: Settings, seeds: Seeds, inputs: Inputs, earlier: Earlier, staging: Path, started_at: datetime
) -> ReadResult:
    """Read, normalise and check every input, and write the articles in batches of about ``settings.batch_words``.

    An article that was read before is rejected as a duplicate. Inputs are read in the order of their paths, so that
    which one counts as the first does not depend on how they were named on the command line.
    """
    reading = _Reading(settings, seeds, staging, started_at)
    for beside in inputs.found:
        reading.take(beside)
    remembered = _Remembered(earlier)
    for file, digest in inputs.files:
        reading.begin_file()
        if (items := remembered.find(digest)) is not None:
            reading.repeat(items, remembered)
        else:
            for item in read_file(file):
                reading.take(item)
        reading.end_file(digest)
    return reading.finish(remembered)


class _Remembered:
    """What the run before read."""

    def __init__(self, earlier: Earlier) -> None:
        self._files = earlier.files
        self.articles = earlier.articles
        self.marks = earlier.marks
        rows = zip(*(earlier.articles[name].to_pylist() for name in ("article_id", "source_uri")), strict=True)
        self.rows = {pair: number for number, pair in enumerate(rows)}

    def find(self, digest: str) -> list[dict[str, Any]] | None:
        """Return the items of a file that was read before, if all its articles are at hand."""
        text = self._files.get(digest)
        if text is None:
            return None
        items: list[dict[str, Any]] = json.loads(text)
        articles = (item["article"] for item in items if "article" in item)
        known = all((article["article_id"], article["source_uri"]) in self.rows for article in articles)
        return items if known else None


class _Reading:
    """One pass over the inputs."""

    def __init__(self, settings: Settings, seeds: Seeds, staging: Path, started_at: datetime) -> None:
        self._settings = settings
        self._seeds = seeds
        self._started_at = started_at
        self._outlets = OutletNames(seeds.outlets)
        self._batches = _Batches(staging, settings.batch_words)
        self._seen = DuplicateFilter()
        self._rejects: list[Reject] = []
        self._report = InputReport()
        self._position = 0
        self._outside = 0
        self._items: list[dict[str, Any]] = []
        self._repeated: list[tuple[int, str | None, int]] = []
        self._files: dict[str, str] = {}
        self._is_dated = False

    def begin_file(self) -> None:
        self._items = []

    def end_file(self, digest: str) -> None:
        self._files[digest] = json.dumps(self._items)

    def take(self, item: Found) -> None:
        """Take in what a reader found."""
        if isinstance(item, Reject):
            self._rejects.append(item)
            self._items.append({"reject": asdict(item)})
        elif isinstance(item, Note):
            self._report.notes.append(item)
            self._items.append({"note": asdict(item)})
        else:
            self._take_article(item)

    def _take_article(self, raw: RawArticle) -> None:
        try:
            article, problems = make_article(
                raw,
                today=self._started_at.date(),
                ingested_at=self._started_at,
                outlets=self._outlets,
                day_first=self._settings.day_first,
            )
            if article:
                article = complete_article(article, self._seeds)
        except Exception as error:  # one odd article must not cost the run
            self._rejects.append(_reject_broken(raw.source_uri, error))
            self._items.append({"reject": asdict(self._rejects[-1])})
            return
        self._is_dated = self._is_dated or any(
            problem.reason == Reason.BAD_DATE and _FUTURE in problem.detail for problem in problems
        )
        self._rejects += problems
        self._items += ({"reject": asdict(problem)} for problem in problems)
        if article is None:
            return
        label = self._outlets.resolve(raw.outlet, article.url)
        given_id = clean_value(raw.id)
        self._items.append(
            {
                "article": {
                    "article_id": article.article_id,
                    "source_uri": article.source_uri,
                    "location": raw.location,
                    "given_id": given_id,
                    "published_date": article.published_date and article.published_date.isoformat(),
                    "label": [label.outlet, label.is_known],
                    "url": article.url,
                    "repairs": list(raw.repairs),
                    "boxes": raw.boxes,
                }
            }
        )
        if self._admit(self._items[-1]["article"]):
            self._batches.add(article, given_id, self._position)

    def repeat(self, items: list[dict[str, Any]], remembered: _Remembered) -> None:
        """Take in a file that was read before."""
        self._items = items
        for item in items:
            if "reject" in item:
                self._rejects.append(Reject(**item["reject"]))
            elif "note" in item:
                note = item["note"]
                self._report.notes.append(Note(note["source_uri"], NoteKind(note["kind"]), note["detail"]))
            elif self._admit(found := item["article"]):
                row = remembered.rows[found["article_id"], found["source_uri"]]
                self._repeated.append((row, found["given_id"], self._position))
        if len(self._repeated) >= _REPEATED_PER_BATCH:
            self._flush_repeated(remembered)

    def _flush_repeated(self, remembered: _Remembered) -> None:
        if not self._repeated:
            return
        numbers, given, positions = zip(*self._repeated, strict=True)
        rows = remembered.articles.take(pa.array(numbers, pa.int64()))
        columns = [*rows.columns, pa.array(given, pa.string()), pa.array(positions, pa.int64())]
        marks = remembered.marks.filter(pc.is_in(remembered.marks["article_id"], rows["article_id"]))
        self._batches.write(pa.table(columns, schema=READ_SCHEMA), marks)
        self._repeated = []

    def _admit(self, found: Mapping[str, Any]) -> bool:
        """Count an article, and say whether it is wanted: no duplicate, and of the dates asked for."""
        if duplicate := self._seen.find_copy(found["article_id"], found["source_uri"], found["location"]):
            self._rejects.append(duplicate)
            return False
        if not self._settings.takes(found["published_date"]):
            self._outside += 1
            return False
        self._position += 1
        self._report.repairs.update(found["repairs"])
        self._report.boxes += found["boxes"]
        self._report.outlets.add(Label(*found["label"]), found["url"])
        return True

    def finish(self, remembered: _Remembered) -> ReadResult:
        """End the pass."""
        self._flush_repeated(remembered)
        self._batches.flush()
        return ReadResult(
            self._batches.articles,
            tuple(self._batches.paths),
            (*self._rejects, *self._batches.rejects),
            self._report,
            self._files,
            self._is_dated,
            self._outside,
        )


def _tabulate(entries: Sequence[tuple[Article, str | None, int]]) -> tuple[pa.Table, pa.Table]:
    """Return the rows of articles, and those of their marks."""
    articles = [article for article, _, _ in entries]
    rows = ({key: value for key, value in asdict(article).items() if key != "marks"} for article in articles)
    table = build_table(READ_ARTICLES, rows)
    beside = [pa.array([entry[1] for entry in entries], pa.string()), pa.array([e[2] for e in entries], pa.int64())]
    return pa.table([*table.columns, *beside], schema=READ_SCHEMA), tabulate_marks(articles)


def _reject_broken(source_uri: str, error: Exception) -> Reject:
    problem = f"it cannot be taken in ({type(error).__name__}: {str(error)[:200]}); leave it out and report it"
    return Reject(source_uri, Reason.UNREADABLE, problem)
