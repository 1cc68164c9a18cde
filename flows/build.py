"""The core build: read, segment, annotate, extract, resolve, match, model, publish. Any runner can carry it out."""

from __future__ import annotations

import fcntl
import secrets
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa

from flows.assemble import assemble_articles, assemble_extracted
from flows.extraction import BatchJob, BatchResult, extract_batch
from flows.ingest import InputReport, ReadResult, read_articles
from flows.matching import match_corpus, match_run_stories
from flows.resources import CODE_VERSION, check_pipelines, load_seeds
from flows.runners import Runner
from flows.settings import Settings
from flows.storage import OutputError, open_output, publish_run, read_parquet, write_table
from flows.warehouse import WarehouseResult, build_warehouse
from transforms.records import Reject
from transforms.tables import TABLES, build_table

Progress = Callable[[str, int, int], None]
"""Called with the stage's name, how much of it is done, and of how much."""


@dataclass(frozen=True, slots=True)
class RunResult:
    """What a run did: ``counts`` holds rows per table; ``published`` is false when an empty run left older tables."""

    run_id: str
    out: Path
    status: str
    published: bool
    counts: Mapping[str, int] = field(default_factory=dict)
    rejects: tuple[Reject, ...] = ()
    warehouse: WarehouseResult | None = None
    report: InputReport | None = None


def say_nothing(stage: str, done: int, total: int) -> None:
    """Report progress to nobody."""


def run_build(settings: Settings, runner: Runner, progress: Progress = say_nothing) -> RunResult:
    """Build all tables from the inputs and publish them as one.

    Raises:
        OutputError: the output folder cannot be used, or another run is writing to it.
        PipelineError: a language pipeline is not where it was said to be.
        SeedError: a seed file is broken.
        WarehouseError: the SQL models or their tests failed; nothing is published.
    """
    load_seeds(settings.seeds_dir)  # a broken seed must stop the run before hours of work, not after
    check_pipelines(settings.model, settings.pipeline)
    open_output(settings.out)
    with _lock_output(settings.out):
        started_at = datetime.now(UTC)
        run_id = f"{started_at:%Y%m%dT%H%M%S}-{secrets.token_hex(3)}"
        folder = settings.out.resolve() / ".runs" / run_id
        staging, tables = folder / "staging", folder / "tables"

        progress("read", 0, 1)
        read: ReadResult = runner.run("read", read_articles, settings, staging, started_at)
        progress("read", 1, 1)
        if not read.articles and (settings.out / "tables").exists():
            return RunResult(run_id, settings.out, "empty", False, rejects=tuple(read.rejects), report=read.report)

        jobs = [BatchJob(path, staging, settings.model, settings.pipeline, settings.seeds_dir) for path in read.batches]
        batches: list[BatchResult] = []
        progress("extract", 0, read.words)
        for batch in runner.map("extract", extract_batch, jobs):
            batches.append(batch)
            progress("extract", sum(b.words for b in batches), read.words)

        rejects = [*read.rejects, *(reject for b in batches for reject in b.rejects)]
        progress("assemble", 0, 1)
        counts: dict[str, int] = runner.run("assemble articles", assemble_articles, staging, tables)
        counts |= runner.run("match stories", match_run_stories, tables)
        counts |= runner.run("assemble", assemble_extracted, staging, tables, settings.seeds_dir)
        counts["rejects"] = _write_rejects(rejects, run_id, tables)
        progress("assemble", 1, 1)

        progress("match", 0, 1)
        counts |= match_corpus(tables, staging, settings.seeds_dir, runner)
        progress("match", 1, 1)

        status = "completed" if read.articles else "empty"
        model_versions = sorted({b.model_version for b in batches})
        _write_runs(settings.out, tables, _run_row(run_id, started_at, status, read.inputs, counts, model_versions))

        progress("model", 0, 1)
        warehouse: WarehouseResult = runner.run(
            "model", build_warehouse, tables, folder / "warehouse.duckdb", folder / "marts", settings.seeds_dir, staging
        )
        progress("model", 1, 1)

        shutil.rmtree(staging)
        progress("publish", 0, 1)
        runner.run("publish", publish_run, settings.out.resolve(), folder)
        progress("publish", 1, 1)
        return RunResult(run_id, settings.out, status, True, counts, tuple(rejects), warehouse, read.report)


@contextmanager
def _lock_output(out: Path) -> Iterator[None]:
    """Keep a second run out of the folder; the lock goes with the process, however it ends."""
    with (out / ".lock").open("w") as handle:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise OutputError(f"another run is writing to {out}; wait for it, or choose another --out") from error
        yield


def _write_rejects(rejects: Sequence[Reject], run_id: str, tables: Path) -> int:
    rows = sorted(
        ({"source_uri": r.source_uri, "reason": r.reason, "detail": r.detail, "run_id": run_id} for r in rejects),
        key=lambda row: (row["source_uri"], row["reason"], row["detail"]),
    )
    table = TABLES["rejects"]
    return write_table(table, build_table(table, rows).to_batches(), tables)


def _run_row(
    run_id: str,
    started_at: datetime,
    status: str,
    inputs: int,
    counts: Mapping[str, int],
    model_versions: Sequence[str],
) -> dict[str, object]:
    counted = ("articles", "segments", "mentions", "entities", "claims", "quotes", "rejects", "stories")
    return {
        "run_id": run_id,
        "started_at": started_at,
        "ended_at": datetime.now(UTC),
        "status": status,
        "inputs": inputs,
        **{name: counts[name] for name in counted},
        "code_version": CODE_VERSION,
        "model_version": ", ".join(model_versions) or "none",
    }


def _write_runs(out: Path, tables: Path, row: Mapping[str, object]) -> None:
    """Write the runs table: the rows of the runs published before, and this one."""
    table = TABLES["runs"]
    rows = build_table(table, [dict(row)])
    earlier = sorted((out / "tables" / "runs").glob("*.parquet"))
    if earlier:
        rows = pa.concat_tables([read_parquet(earlier).cast(table.schema), rows])
    write_table(table, rows.to_batches(), tables)
