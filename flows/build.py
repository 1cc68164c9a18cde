"""The core build: read, segment, annotate, extract, resolve, match, model, publish. Any runner can carry it out."""

from __future__ import annotations

import hashlib
import json
import secrets
import shutil
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import TYPE_CHECKING

from flows.archive import check_state, read_notes
from flows.errors import USER_ERRORS
from flows.fingerprint import Fingerprint, take_fingerprint
from flows.gaps import GAPS, count_gaps
from flows.history import add_history, tabulate_rejects
from flows.ingest import InputReport, Inputs, find_inputs
from flows.ledger import Ledger, RunRecord, find_last_completed, tabulate_runs
from flows.limits import find_breach
from flows.manifest import check_run, list_shared, write_manifest
from flows.news import News, describe_news
from flows.project import WarehouseError
from flows.resources import check_pipelines, load_seeds
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
    find_device_problem,
    lock_output,
    open_output,
    publish_run,
    read_parquet,
    write_table,
)
from flows.warehouse import WAREHOUSE, WarehouseResult, replace_rows
from transforms.reasons import Reason
from transforms.records import Reject
from transforms.schema import ColumnsError
from transforms.seeds import Seeds
from transforms.tables import REJECTS, RUNS

if TYPE_CHECKING:
    from flows.work import Work

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
    news: News = field(default_factory=News)


def say_nothing(stage: str, done: int, total: int) -> None:
    """Report progress to nobody."""


def run_build(
    settings: Settings,
    runner: Runner,
    progress: Progress = say_nothing,
    mark: str | None = None,
    on_killed: Callable[[str], None] = lambda _: None,
    say: Callable[[str], None] = lambda _: None,
) -> RunResult:
    """Build all tables from the inputs and the runs before, and publish them as one.

    Whatever becomes of the run leaves a row in the ledger, and in the table ``runs`` as soon as that can be written.
    Where inputs, code, pipeline and seeds are those of the published run, nothing else is done.

    Args:
        settings: what to read, where to write, and what stands behind the run.
        runner: carries out the steps.
        progress: told of each stage.
        mark: how whoever starts the run calls it.
        on_killed: told the mark of each earlier run that is found to have been killed.
        say: told in a line what is new, and what is done anew, before that begins.

    Raises:
        OutputError: the output folder cannot be used, another run is writing to it, or its disk is full or read only.
        PipelineError: a language pipeline is not where it was said to be.
        SeedError: a seed file is broken.
        WarehouseError: the SQL models or their tests failed; nothing is published.
        WorkerLostError, WorkersFailedError: worker processes died, and no article can be blamed.
    """
    seeds = load_seeds(settings.seeds_dir)  # a broken seed must stop the run before hours of work, not after
    check_pipelines(settings.model, settings.pipeline)
    open_output(settings.out)
    with lock_output(settings.out, settings.wait), explain_device(settings.out):
        clear_dead(settings.out)  # before anything is written: it may have filled the disk
        ledger = Ledger(settings.out.resolve() / RUN_FOLDERS)
        for killed in ledger.sweep(find_current(settings.out)):
            on_killed(killed)
        build = _Build(settings, seeds, runner, progress, say, ledger, mark)
        try:
            with explain_device(settings.out):
                return build.carry_out()
        except BaseException as error:
            build.record_failure(error)
            raise


class _Build:
    """One run: its folder, and what is known of it so far."""

    def __init__(
        self,
        settings: Settings,
        seeds: Seeds,
        runner: Runner,
        progress: Progress,
        say: Callable[[str], None],
        ledger: Ledger,
        mark: str | None,
    ) -> None:
        """Begin the run, in the ledger."""
        started_at = datetime.now(UTC)
        self._record = RunRecord(ledger, f"{started_at:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}", started_at, mark)
        self._settings = settings
        self._seeds = seeds
        self._runner = runner
        self._progress = progress
        self._say = say
        self._ledger = ledger
        self._out = settings.out.resolve()
        self._published = find_current(self._out)
        self._unharmed: Path | None = None
        self._before = find_last_completed(tabulate_runs(ledger, self._list_published_runs()))
        self._folder = self._out / RUN_FOLDERS / self._record.run_id
        self._staging = self._folder / STAGING
        self._rejects: list[Reject] = []
        self._report: InputReport | None = None
        self._news = News()

    def carry_out(self) -> RunResult:
        """Do all stages, or stop where nothing is new, or a threshold or an empty input ends the run."""
        settings = self._settings
        fingerprint = take_fingerprint(settings)
        notes = read_notes(self._published) if self._published else {}
        with self._stage("read"):
            day = self._record.started_at.date().isoformat() if notes.get("is_dated") else ""
            inputs = find_inputs(settings, self._seeds, fingerprint.reading, day)
            self._record.note(inputs=inputs.count)
            damaged = tuple(check_run(self._published)) if self._published else ()
            self._unharmed = None if damaged or settings.rebuild else self._published
            if notes.get("digest") == self._digest(fingerprint, inputs) and not damaged and not settings.rebuild:
                return self._leave_unchanged()
            work = self._begin_work(fingerprint)
            plan = work.plan(inputs)
        self._report = plan.read.report
        changed = tuple(fingerprint.name_changes(notes["parts"])) if "parts" in notes else ()
        forgotten = check_state(self._published) if self._published and not notes else ()
        self._news = work.describe_news(changed, (*damaged, *forgotten))
        for line in describe_news(self._news):
            self._say(line)
        self._add_rejects(plan.read.rejects)
        self._record.note(articles=len(plan.current))
        if problem := self._find_breach({"articles": len(plan.current)}):
            return self._stop("failed", problem)
        if not plan.read.articles:
            return self._stop("empty", _NO_ARTICLE)
        with self._stage("extract", plan.words):
            lost = work.extract(self._progress)
        self._add_rejects(lost.values())
        self._record.note(model_version=work.model_version)
        counts, warehouse = self._derive(work, frozenset(lost))
        if problem := self._find_breach(counts):
            return self._stop("failed", problem)
        if not counts["articles"]:
            return self._stop("empty", _NO_ARTICLE)
        work.leave_state({"digest": self._digest(fingerprint, inputs), "parts": dict(fingerprint.parts)})
        result = self._publish("completed", counts, warehouse)
        work.tidy_store()
        return result

    def _begin_work(self, fingerprint: Fingerprint) -> Work:
        from flows.work import Work  # what it loads takes a second, which a run without news is spared

        place = (self._out, self._folder, self._record.started_at)
        return Work(self._settings, self._seeds, self._runner, fingerprint, *place)

    def _digest(self, fingerprint: Fingerprint, inputs: Inputs) -> str:
        """Return the hash of all that a run's tables depend on but what runs before it knew."""
        settings = self._settings
        found = [asdict(item) for item in inputs.found]
        chosen = [settings.add, settings.since, settings.until, settings.keep]
        parts = [fingerprint.whole, chosen, found, [digest for _, digest in inputs.files]]
        return hashlib.sha256(json.dumps(parts, default=str).encode()).hexdigest()

    def _leave_unchanged(self) -> RunResult:
        """End the run where nothing is new: its row is all that it leaves."""
        before = self._before or {}
        counts = {name: before[name] for name in (*_COUNTED, *GAPS) if before.get(name) is not None}
        if problem := self._find_breach(counts, self._read_rejects()):
            return self._stop("failed", problem)
        self._record.note(status="unchanged", **counts)
        work = self._staging / "history"
        add_history(self._out, self._ledger, (), self._record.run_id, work, is_checked=True)
        shutil.rmtree(self._folder, ignore_errors=True)
        return RunResult(self._record.run_id, self._settings.out, "unchanged", False, counts)

    def _read_rejects(self) -> list[Reject]:
        """Return the rejects of the published run."""
        assert self._published is not None
        rows = read_parquet(sorted((self._published / "tables" / "rejects").glob("*.parquet"))).to_pylist()
        mine = (row for row in rows if row["run_id"] == self._published.name)
        return [Reject(row["source_uri"], row["reason"], row["detail"]) for row in mine]

    def record_failure(self, error: BaseException) -> None:
        """Leave a row that says why the run ended, as far as the disk lets."""
        if find_current(self._out) == self._folder:  # what is published stays; the next run finds how it ended
            return
        first_line = (str(error).splitlines() or [""])[0]
        problem = first_line if isinstance(error, USER_ERRORS) else f"{type(error).__name__}: {first_line}"
        problem = "; ".join([problem, *getattr(error, "__notes__", ())])
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

    def _find_breach(self, counts: Mapping[str, int], rejects: Sequence[Reject] | None = None) -> str | None:
        return find_breach(self._settings, counts, self._rejects if rejects is None else rejects, self._before)

    def _derive(self, work: Work, left_out: frozenset[str]) -> tuple[dict[str, int], WarehouseResult]:
        """Assemble, match and model; articles that break one of these are left out and rejected."""
        while True:
            began = monotonic()
            try:
                return work.derive(left_out, self._stage, self._write_records)
            except Exception as error:
                told = isinstance(error, (*USER_ERRORS, ColumnsError)) and not isinstance(error, WarehouseError)
                if told or find_device_problem(error, self._out) is not None:
                    raise
                blamed = work.blame(left_out, self._record.current_stage, error, monotonic() - began)
                if not blamed:
                    raise
            self._add_rejects(blamed.values())
            clear_results(self._folder)
            left_out |= blamed.keys()

    def _write_records(self, tables: Path, counts: dict[str, int]) -> None:
        """Write the tables of rejects and runs; the run's own row is not yet complete."""
        from flows.bounds import find_limits_met  # it loads what a run without news is spared

        self._rejects = [reject for reject in self._rejects if reject.reason != Reason.LIMIT]  # of a trial before
        self._add_rejects(find_limits_met(tables))
        rejects = tabulate_rejects(self._rejects, self._record.run_id)
        counts["rejects"] = write_table(REJECTS, rejects.to_batches(), tables)
        self._record.note(**{name: counts[name] for name in (*_COUNTED, "rejects")}, **count_gaps(tables))
        self._write_runs("completed")

    def _write_runs(self, status: str) -> None:
        runs = tabulate_runs(self._ledger, self._list_published_runs(), {self._record.run_id: status})
        write_table(RUNS, runs.to_batches(), self._folder / "tables")

    def _list_published_runs(self) -> list[Path]:
        return sorted((self._published / "tables" / "runs").glob("*.parquet")) if self._published else []

    def _stop(self, status: str, problem: str) -> RunResult:
        """End the run without its tables: its row and its rejects go to those that are published, if there are any."""
        self._record.note(status=status, problem=problem)
        run_id, rejects = self._record.run_id, tuple(self._rejects)
        clear_results(self._folder)
        if self._published:
            add_history(self._out, self._ledger, rejects, run_id, self._staging / "history")
            shutil.rmtree(self._folder, ignore_errors=True)
            out, report = self._settings.out, self._report
            return RunResult(run_id, out, status, False, rejects=rejects, report=report, problem=problem)
        work = self._begin_work(take_fingerprint(self._settings))
        counts, warehouse = work.derive_nothing(self._write_records)  # outside its stages, whose seconds stay
        return self._publish(status, counts, warehouse, problem)

    def _publish(
        self, status: str, counts: dict[str, int], warehouse: WarehouseResult, problem: str | None = None
    ) -> RunResult:
        if self._settings.site:
            with self._stage("site"):
                self._runner.run("site", publish_site, self._folder, self._unharmed)
        self._write_runs(status)
        files = sorted((self._folder / "tables" / "runs").glob("*.parquet"))
        replace_rows(self._folder / WAREHOUSE, RUNS, files)
        with self._stage("publish"):
            self._runner.run("publish", _seal_and_publish, self._out, self._folder, self._unharmed)
        self._record.note(status=status, problem=problem)
        shutil.rmtree(self._staging, ignore_errors=True)
        run_id, rejects = self._record.run_id, tuple(self._rejects)
        out, report = self._settings.out, self._report
        return RunResult(run_id, out, status, True, counts, rejects, warehouse, report, problem, self._news)


def _seal_and_publish(out: Path, folder: Path, unharmed: Path | None) -> None:
    write_manifest(folder, list_shared(folder, unharmed) if unharmed else None)
    publish_run(out, folder)
