"""The core build: read, segment, annotate, extract, resolve, match, model, publish. Any runner can carry it out."""

from __future__ import annotations

import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from flows.derive import blame_articles, derive
from flows.errors import USER_ERRORS
from flows.extraction import BatchJob, BatchResult
from flows.history import add_history, tabulate_rejects
from flows.ingest import InputReport, ReadResult, read_articles
from flows.ledger import Ledger, RunRecord, find_last_completed, tabulate_runs
from flows.limits import find_breach
from flows.manifest import write_manifest
from flows.rescue import rescue_batch
from flows.resources import check_pipelines, load_seeds
from flows.resume import adopt_batches, fingerprint, finish_batch, key_batch
from flows.runners import Runner
from flows.settings import Settings
from flows.site import publish_site
from flows.storage import (
    RUN_FOLDERS,
    STAGING,
    clear_dead,
    clear_results,
    explain_device,
    find_current,
    find_dead,
    find_device_problem,
    lock_output,
    open_output,
    publish_run,
    write_table,
)
from flows.warehouse import WAREHOUSE, WarehouseError, WarehouseResult, replace_rows
from transforms.records import Reject
from transforms.tables import REJECTS, RUNS

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, how much of it is done, and of how much."""

GOOD = ("completed", "unchanged")
"""Statuses of runs that are as they should be; any other one is exit code 1, and a failed flow."""

_COUNTED = ("articles", "segments", "mentions", "entities", "claims", "quotes", "stories")
_NO_ARTICLE = "no usable article"


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did.

    ``counts`` holds rows per table; ``published`` is false when older tables were left as they are; ``problem`` says
    why a run's status is not good.
    """

    run_id: str
    out: Path
    status: str
    published: bool
    counts: Mapping[str, int] = field(default_factory=dict)
    rejects: tuple[Reject, ...] = ()
    warehouse: WarehouseResult | None = None
    report: InputReport | None = None
    problem: str | None = None


def say_nothing(stage: str, done: int, total: int) -> None:
    """Report progress to nobody."""


def run_build(
    settings: Settings,
    runner: Runner,
    progress: Progress = say_nothing,
    mark: str | None = None,
    on_killed: Callable[[str], None] = lambda _: None,
) -> RunResult:
    """Build all tables from the inputs and publish them as one.

    Whatever becomes of the run leaves a row in the ledger, and in the table ``runs`` as soon as that can be written.

    Args:
        settings: what to read, where to write, and what stands behind the run.
        runner: carries out the steps.
        progress: told of each stage.
        mark: how whoever starts the run calls it.
        on_killed: told the mark of each earlier run that is found to have been killed.

    Raises:
        OutputError: the output folder cannot be used, another run is writing to it, or its disk is full or read only.
        PipelineError: a language pipeline is not where it was said to be.
        SeedError: a seed file is broken.
        WarehouseError: the SQL models or their tests failed; nothing is published.
        WorkerLostError, WorkersFailedError: worker processes died, and no article can be blamed.
    """
    load_seeds(settings.seeds_dir)  # a broken seed must stop the run before hours of work, not after
    check_pipelines(settings.model, settings.pipeline)
    open_output(settings.out)
    with lock_output(settings.out, settings.wait), explain_device(settings.out):
        clear_dead(settings.out)  # before anything is written: it may have filled the disk
        ledger = Ledger(settings.out.resolve() / RUN_FOLDERS)
        for killed in ledger.sweep(find_current(settings.out)):
            on_killed(killed)
        build = _Build(settings, runner, progress, ledger, mark)
        try:
            with explain_device(settings.out):
                return build.carry_out()
        except BaseException as error:
            build.record_failure(error)
            raise


class _Build:
    """One run: its folder, and what is known of it so far."""

    def __init__(
        self, settings: Settings, runner: Runner, progress: Progress, ledger: Ledger, mark: str | None
    ) -> None:
        """Begin the run, in the ledger."""
        started_at = datetime.now(UTC)
        self._record = RunRecord(ledger, f"{started_at:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}", started_at, mark)
        self._settings = settings
        self._runner = runner
        self._progress = progress
        self._ledger = ledger
        self._out = settings.out.resolve()
        self._before = find_last_completed(tabulate_runs(ledger, self._list_published_runs()))
        self._folder = self._out / RUN_FOLDERS / self._record.run_id
        self._staging = self._folder / STAGING
        self._rejects: list[Reject] = []
        self._report: InputReport | None = None

    def carry_out(self) -> RunResult:
        """Do all stages, or stop where a threshold or an empty input ends the run."""
        with self._stage("read"):
            started_at = self._record.started_at
            read: ReadResult = self._runner.run("read", read_articles, self._settings, self._staging, started_at)
        self._report = read.report
        self._add_rejects(read.rejects)
        self._record.note(inputs=read.inputs, articles=read.articles)
        if problem := self._find_breach({"articles": read.articles}):
            return self._stop("failed", problem)
        if not read.articles:
            return self._stop("empty", _NO_ARTICLE)
        with self._stage("extract", read.words):
            batches = self._extract(read)
        self._add_rejects(reject for batch in batches for reject in batch.rejects)
        self._record.note(model_version=", ".join(sorted({b.model_version for b in batches} - {""})) or "none")
        left_out = frozenset(article for batch in batches for article in batch.lost)
        counts, warehouse = self._derive(left_out)
        if problem := self._find_breach(counts):
            return self._stop("failed", problem)
        if not counts["articles"]:
            return self._stop("empty", _NO_ARTICLE)
        return self._publish("completed", counts, warehouse)

    def record_failure(self, error: BaseException) -> None:
        """Leave a row that says why the run ended, as far as the disk lets."""
        if find_current(self._out) == self._folder:  # what is published stays; the next run finds how it ended
            return
        first_line = (str(error).splitlines() or [""])[0]
        problem = first_line if isinstance(error, USER_ERRORS) else f"{type(error).__name__}: {first_line}"
        try:
            self._record.note(status="failed", problem=problem)
            if isinstance(error, Exception):  # who presses Ctrl-C does not want to wait
                self._stop("failed", problem)
        except Exception:  # it is the first failure that counts; what the ledger has comes with the next run
            return

    @contextmanager
    def _stage(self, name: str, total: int = 1) -> Iterator[None]:
        self._progress(name, 0, total)
        with self._record.stage(name):
            yield
        self._progress(name, total, total)

    def _add_rejects(self, rejects: Iterable[Reject]) -> None:
        self._rejects += rejects
        reasons = Counter(str(reject.reason) for reject in self._rejects)
        by_reason = [{"reason": reason, "rejects": count} for reason, count in sorted(reasons.items())]
        self._record.note(rejects=len(self._rejects), rejects_by_reason=by_reason)

    def _find_breach(self, counts: Mapping[str, int]) -> str | None:
        return find_breach(self._settings, counts, self._rejects, self._before)

    def _extract(self, read: ReadResult) -> list[BatchResult]:
        """Extract all batches but those that a dead run had finished."""
        settings, shaped_by = self._settings, fingerprint(self._settings)
        own = (self._staging, settings.model, settings.pipeline, settings.seeds_dir)
        jobs = [BatchJob(path, *own, key_batch(path, self._staging, shaped_by)) for path in read.batches]
        dead = [folder for folder in find_dead(self._out) if folder != self._folder]
        results = adopt_batches(jobs, dead)
        for folder in dead:
            shutil.rmtree(folder)
        waiting = [job for job in jobs if job not in results]
        done = sum(result.words for result in results.values())
        found = self._runner.map("extract", finish_batch, waiting, rescue_batch)
        for job, result in zip(waiting, found, strict=True):
            results[job] = result
            done += result.words
            self._progress("extract", done, read.words)
        return [results[job] for job in jobs]

    def _derive(self, left_out: frozenset[str]) -> tuple[dict[str, int], WarehouseResult]:
        """Assemble, match and model; articles that break one of these are left out and rejected."""
        while True:
            try:
                return self._derive_from(self._staging, left_out)
            except Exception as error:
                blamed = self._blame_articles(left_out, error)
                if not blamed:
                    raise
            self._add_rejects(blamed.values())
            clear_results(self._folder)
            left_out |= blamed.keys()

    def _blame_articles(self, left_out: frozenset[str], error: Exception) -> dict[str, Reject]:
        """Return a reject by id for the articles behind an error; none if it is known to be nobody's."""
        told = isinstance(error, USER_ERRORS) and not isinstance(error, WarehouseError)
        if told or find_device_problem(error, self._out) is not None:
            return {}
        stage, seeds_dir = self._record.current_stage, self._settings.seeds_dir
        return blame_articles(self._staging, self._staging / "trial", seeds_dir, left_out, stage, error)

    def _derive_from(self, pieces: Path, left_out: frozenset[str]) -> tuple[dict[str, int], WarehouseResult]:
        seeds_dir = self._settings.seeds_dir
        counts, warehouse = derive(
            self._runner, pieces, self._folder, seeds_dir, left_out, self._stage, self._write_records
        )
        assert warehouse is not None
        return counts, warehouse

    def _write_records(self, tables: Path, counts: dict[str, int]) -> None:
        """Write the tables of rejects and runs; the run's own row is not yet complete."""
        rejects = tabulate_rejects(self._rejects, self._record.run_id)
        counts["rejects"] = write_table(REJECTS, rejects.to_batches(), tables)
        self._record.note(**{name: counts[name] for name in (*_COUNTED, "rejects")})
        self._write_runs("completed")

    def _write_runs(self, status: str) -> None:
        runs = tabulate_runs(self._ledger, self._list_published_runs(), {self._record.run_id: status})
        write_table(RUNS, runs.to_batches(), self._folder / "tables")

    def _list_published_runs(self) -> list[Path]:
        current = find_current(self._out)
        return sorted((current / "tables" / "runs").glob("*.parquet")) if current else []

    def _stop(self, status: str, problem: str) -> RunResult:
        """End the run without its tables: its row and its rejects go to those that are published, if there are any."""
        self._record.note(status=status, problem=problem)
        run_id, rejects = self._record.run_id, tuple(self._rejects)
        clear_results(self._folder)
        if find_current(self._out):
            work = self._staging / "history"
            add_history(self._out, self._ledger, rejects, run_id, work)
            shutil.rmtree(self._folder if status == "empty" else work, ignore_errors=True)
            out, report = self._settings.out, self._report
            return RunResult(run_id, out, status, False, rejects=rejects, report=report, problem=problem)
        counts, warehouse = self._derive_from(self._staging / "nothing", frozenset())
        return self._publish(status, counts, warehouse, problem)

    def _publish(
        self, status: str, counts: dict[str, int], warehouse: WarehouseResult, problem: str | None = None
    ) -> RunResult:
        if self._settings.site:
            with self._stage("site"):
                self._runner.run("site", publish_site, self._folder)
        self._write_runs(status)
        files = sorted((self._folder / "tables" / "runs").glob("*.parquet"))
        replace_rows(self._folder / WAREHOUSE, RUNS, files)
        with self._stage("publish"):
            self._runner.run("publish", _seal_and_publish, self._out, self._folder)
        self._record.note(status=status, problem=problem)
        shutil.rmtree(self._staging)
        run_id, rejects = self._record.run_id, tuple(self._rejects)
        out, report = self._settings.out, self._report
        return RunResult(run_id, out, status, True, counts, rejects, warehouse, report, problem)


def _seal_and_publish(out: Path, folder: Path) -> None:
    write_manifest(folder)
    publish_run(out, folder)
