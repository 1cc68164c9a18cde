"""The work of a run that has news: which articles to annotate, their rows from the store, and all that follows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any

import pyarrow as pa

from flows.archive import open_archive, write_state
from flows.derive import Stage, blame_articles, derive
from flows.extraction import extract_batch
from flows.fingerprint import Fingerprint
from flows.ingest import Earlier, Inputs, read_articles
from flows.manifest import Damage
from flows.marks import load_marks
from flows.matching import PAIRS, Remembered
from flows.news import News
from flows.plan import Plan, plan_run
from flows.rescue import rescue_batch
from flows.revisions import compare_versions
from flows.runners import Runner
from flows.settings import Settings
from flows.storage import STAGING, read_parquet
from flows.store import STORE, Store, open_store
from flows.warehouse import WarehouseResult
from transforms.records import Reject
from transforms.seeds import Seeds
from transforms.tables import READ_ARTICLES
from transforms.versions import CURRENT, REMOVED, SUPERSEDED

_FILES = pa.schema([("digest", pa.string()), ("items", pa.string())])


class Work:
    """A run's work, step by step."""

    def __init__(
        self,
        settings: Settings,
        seeds: Seeds,
        runner: Runner,
        fingerprint: Fingerprint,
        out: Path,
        folder: Path,
        started_at: datetime,
    ) -> None:
        """Look at what the runs before have left.

        Args:
            settings: the run's.
            seeds: the seeds it names.
            runner: carries out the steps.
            fingerprint: of what stands behind the run.
            out: the output folder.
            folder: the run's.
            started_at: when it began.
        """
        self._settings = settings
        self._seeds = seeds
        self._runner = runner
        self._fingerprint = fingerprint
        self._out = out
        self._folder = folder
        self._staging = folder / STAGING
        self._started_at = started_at
        self._archive = open_archive(out)
        self._store = Store(out / STORE) if settings.rebuild else open_store(out)
        self._plan: Plan | None = None
        self._others: frozenset[str] = frozenset()
        self._lost: frozenset[str] = frozenset()

    def plan(self, inputs: Inputs) -> Plan:
        """Read what is new of the inputs, and find out what must be annotated."""

        def read() -> Plan:
            earlier = Earlier() if self._settings.rebuild else self._recall()
            found = read_articles(self._settings, self._seeds, inputs, earlier, self._staging, self._started_at)
            shaped_by = self._fingerprint.extraction
            place = (self._staging, self._started_at, shaped_by)
            return plan_run(self._settings, found, self._archive, self._store, *place)

        self._plan = self._runner.run("read", read)
        return self._plan

    def _recall(self) -> Earlier:
        """Return what earlier runs read of files that may be the same."""
        files, marks = self._archive.read_state("files"), self._archive.read_state("marks")
        if files is None or marks is None:
            return Earlier()
        known = dict(zip(files["digest"].to_pylist(), files["items"].to_pylist(), strict=True))
        articles = self._archive.read_articles(self._archive.versions)
        return Earlier(known, articles.select(READ_ARTICLES.schema.names), marks)

    def describe_news(self, changed: tuple[str, ...], damaged: tuple[Damage, ...]) -> News:
        """Count what the plan holds that is new."""
        plan, before = self._known_plan, self._archive.versions
        became = {
            status: sum(
                version.status == status and (article not in before or before[article].status != status)
                for article, version in plan.versions.items()
            )
            for status in (CURRENT, SUPERSEDED, REMOVED)
        }
        return News(
            changed,
            damaged,
            plan.annotated,
            len(plan.current),
            became[CURRENT],
            became[SUPERSEDED],
            became[REMOVED],
            plan.read.outside,
            self._archive.folder is None,
        )

    def extract(self, progress: Callable[[str, int, int], None]) -> dict[str, Reject]:
        """Annotate what the store lacks, and make the rows of all articles that count ready for assembling.

        Returns:
            Why articles that should count have no rows, by id.
        """
        plan, done = self._known_plan, 0
        lost: dict[str, Reject] = {}
        for result in self._runner.map("extract", extract_batch, plan.jobs, rescue_batch):
            for shard in result.shards:
                self._store.add(shard)
            lost |= dict(result.lost)
            done += result.words
            progress("extract", done, plan.words)
        current = [article for article in plan.current if article not in lost]
        lost = {article: lost[article] for article in plan.current if article in lost}
        for article in current:
            if (reject := self._store.entries[plan.keys[article]].reject) is not None:
                lost[article] = reject
        found = [plan.keys[article] for article in current if article not in lost]
        self._others = self._store.gather(found, self._staging / "pieces")
        compare_versions(plan, self._store, self._archive, self._seeds, self._staging / "pieces")
        return lost

    @property
    def model_version(self) -> str:
        """The language pipelines that wrote the rows."""
        plan, entries = self._known_plan, self._store.entries
        keys = (plan.keys[article] for article in plan.current)
        return ", ".join(sorted({entries[key].model_version for key in keys if key in entries})) or "none"

    def derive(
        self, left_out: frozenset[str], stage: Stage, write_records: Callable[[Path, dict[str, int]], None]
    ) -> tuple[dict[str, int], WarehouseResult]:
        """Assemble, match and model all articles that count, but those that are left out."""
        counts, warehouse = derive(
            self._runner,
            self._staging / "pieces",
            self._folder,
            self._settings.seeds_dir,
            left_out | self._others,
            stage,
            write_records,
            remembered=self._remember(),
        )
        assert warehouse is not None
        return counts, warehouse

    def _remember(self) -> Remembered | None:
        """Return what of the run before may still hold, if what stands behind matching is the same."""
        archive, settings = self._archive, self._settings
        if settings.rebuild or archive.notes.get("matching") != self._fingerprint.matching:
            return None
        stories, groups, misses = map(archive.read_table, ("stories", "claim_groups", "claim_near_misses"))
        sources = archive.read_table("claims", ["claim_id", "source_name"])
        if stories is None or groups is None or misses is None or sources is None:
            return None
        plan = self._known_plan
        same = frozenset(article for article, key in plan.keys.items() if archive.keys.get(article) == key)
        return Remembered(
            stories,
            groups,
            misses,
            sources,
            archive.read_state("pairs"),
            archive.read_table("shared_passages"),
            archive.read_table("quote_matches"),
            same,
        )

    def derive_nothing(
        self, write_records: Callable[[Path, dict[str, int]], None]
    ) -> tuple[dict[str, int], WarehouseResult]:
        """Build all tables without any article."""
        place = (self._staging / "nothing", self._folder, self._settings.seeds_dir)
        counts, warehouse = derive(self._runner, *place, write_records=write_records)
        assert warehouse is not None
        return counts, warehouse

    def blame(self, left_out: frozenset[str], stage: str, error: Exception, seconds: float) -> dict[str, Reject]:
        """Return a reject by id for the articles behind an error in a stage, which came after so many seconds."""
        pieces, trial = self._staging / "pieces", self._staging / "trial"
        left_out |= self._others
        return blame_articles(pieces, trial, self._settings.seeds_dir, left_out, stage, error, seconds)

    def leave_state(self, notes: Mapping[str, Any]) -> None:
        """Leave for the next run what it need not find out again."""
        plan = self._known_plan
        names = sorted({path.name for path in (self._staging / "pieces").glob("*/*.parquet")})
        marks = load_marks(self._staging, [n for n in names if (self._staging / "marks" / n).exists()])
        files = pa.table({"digest": list(plan.read.files), "items": list(plan.read.files.values())}, schema=_FILES)
        tables = {"marks": marks, "files": files}
        if (self._staging / PAIRS).exists():
            tables["pairs"] = read_parquet([self._staging / PAIRS])
        found = {
            "is_dated": plan.read.is_dated,
            "extraction": self._fingerprint.extraction,
            "matching": self._fingerprint.matching,
        }
        notes = {**notes, **found}
        write_state(self._folder, plan.versions, self._list_keys(), tables, notes)

    def tidy_store(self) -> None:
        """Remove from the store what no version that is known needs."""
        self._store.keep_only(self._list_keys().values())

    def _list_keys(self) -> dict[str, str]:
        """Return the store's keys of all versions; of removed ones too, since they may come back."""
        plan, archive = self._known_plan, self._archive
        if archive.notes.get("extraction") != self._fingerprint.extraction:
            return plan.keys
        return {article: key for article, key in archive.keys.items() if article in plan.versions} | plan.keys

    @property
    def _known_plan(self) -> Plan:
        assert self._plan is not None, "nothing is planned yet"
        return self._plan
