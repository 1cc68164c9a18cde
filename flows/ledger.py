"""The ledger of runs: what each run did, written while it does it, so that a killed run leaves its row as well.

``OUT/.runs/ledger.txt`` has one line per event: a checksum and a JSON object with the run's id and what is newly known.
The table ``runs`` is made of it.
"""

from __future__ import annotations

import json
import os
import time
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from flows.resources import CODE_VERSION
from flows.storage import write_bytes
from transforms.tables import RUNS, STAGES, build_table

Row = dict[str, Any]
RUNNING = "running"
_TIMES = ("started_at", "ended_at")


class Ledger:
    """The runs of an output folder; only the run that holds the folder's lock may write to it."""

    def __init__(self, runs_folder: Path) -> None:
        """Take the folder that holds the runs; it need not exist yet."""
        self.path = runs_folder / "ledger.txt"

    def note(self, run_id: str, **known: object) -> None:
        """Add what is known of a run; it goes to disk at once.

        Raises:
            OSError: it cannot be written.
        """
        event = {"run_id": run_id, "ended_at": datetime.now(UTC).isoformat()} | known
        data = json.dumps(event, default=str).encode()
        self.path.parent.mkdir(parents=True, exist_ok=True)
        with self.path.open("ab") as file:
            # a run that was killed while it wrote leaves half a line
            start = b"\n" if file.tell() and not self._ends_line() else b""
            file.write(start + f"{zlib.crc32(data):08x} ".encode() + data + b"\n")
            file.flush()
            os.fsync(file.fileno())

    def sweep(self, current: Path | None) -> list[str]:
        """Give every run that still stands as running its end; nothing can be running but who asks.

        Lines that cannot be read go.

        Args:
            current: the folder of the published run. A run that was killed right after it published is completed.

        Returns:
            The marks of runs that were killed, as far as they had one.
        """
        self._drop_unreadable()
        marks: list[str] = []
        for run_id, event in self._merge_events().items():
            if event.get("status") != RUNNING:
                continue
            known = {"ended_at": event["ended_at"]}
            if current is not None and current.name == run_id:
                self.note(run_id, status="completed" if event.get("articles") else "empty", **known)
                continue
            problem = "it ended without a word: killed, out of memory, or the machine went down"
            self.note(run_id, status="killed", problem=problem, **known)
            if event.get("mark"):
                marks.append(event["mark"])
        return marks

    def find_damaged(self) -> list[int]:
        """Return the numbers of the lines that are not as they were written; one without an end was never finished."""
        return [n for n, line in enumerate(self._read_lines()[:-1], 1) if line and _read_event(line) is None]

    def rows(self) -> list[Row]:
        """Return the row of each run, oldest first; damaged lines are passed over."""
        rows = [_complete(event) for event in self._merge_events().values() if "started_at" in event]
        return sorted(rows, key=lambda row: (row["started_at"], row["run_id"]))

    def _merge_events(self) -> dict[str, Row]:
        """Return what is known of each run by its last word on each point."""
        runs: dict[str, Row] = {}
        for event in self._read_events():
            runs.setdefault(event["run_id"], {}).update(event)
        return runs

    def _ends_line(self) -> bool:
        with self.path.open("rb") as file:
            file.seek(-1, os.SEEK_END)
            return file.read(1) == b"\n"

    def _read_events(self) -> Iterator[Row]:
        yield from (event for line in self._read_lines() if (event := _read_event(line)) is not None)

    def _read_lines(self) -> list[bytes]:
        """Return the lines, and last what stands behind the last line end."""
        try:
            return self.path.read_bytes().split(b"\n")
        except FileNotFoundError:
            return [b""]

    def _drop_unreadable(self) -> None:
        lines = self._read_lines()
        whole = [line for line in lines if _read_event(line) is not None]
        if len(whole) < sum(map(bool, lines)):
            write_bytes(b"".join(line + b"\n" for line in whole), self.path)


def _read_event(line: bytes) -> Row | None:
    """Return what a line says, or None where it is not as it was written."""
    checksum, _, data = line.partition(b" ")
    if checksum != f"{zlib.crc32(data):08x}".encode() or not data:
        return None
    event: Row = json.loads(data)
    return event


def _complete(event: Mapping[str, Any]) -> Row:
    """Return a row of the registry, or of a run that still runs."""
    row: Row = {name: event.get(name) for name in RUNS.column_names}
    for name in _TIMES:
        row[name] = datetime.fromisoformat(event[name])
    row["rejects_by_reason"] = event.get("rejects_by_reason") or []
    row["model_version"] = event.get("model_version") or "none"
    return row


def tabulate_runs(ledger: Ledger, published: Iterable[Path], ends: Mapping[str, str] | None = None) -> pa.Table:
    """Return the table of all runs: those of the ledger, and those that only the published table knows.

    A run that was published as another one than killed is that: the ledger has lost the line that said so.

    Args:
        ledger: the output folder's.
        published: the files of the table ``runs`` as published before. An unreadable one is passed over.
        ends: the status of a run that is about to end.
    """
    known = {row["run_id"]: row | {"status": (ends or {}).get(row["run_id"], row["status"])} for row in ledger.rows()}
    older = {row["run_id"]: _fill(row) for path in published for row in _read_rows(path)}
    known = {run_id: row for run_id, row in known.items() if row["status"] != "killed" or run_id not in older}
    rows = sorted((older | known).values(), key=lambda row: (row["started_at"], row["run_id"]))
    return build_table(RUNS, (row for row in rows if row["status"] != RUNNING))


def find_last_completed(runs: pa.Table) -> Row | None:
    """Return the newest run that published tables with articles."""
    return next((row for row in reversed(runs.to_pylist()) if row["status"] == "completed"), None)


def _read_rows(path: Path) -> list[Row]:
    try:
        rows: list[Row] = pq.read_table(path, partitioning=None, page_checksum_verification=True).to_pylist()
        build_table(RUNS, map(_fill, rows))
    except (OSError, ValueError, KeyError, TypeError, pa.ArrowException):
        return []
    return rows


def _fill(row: Row) -> Row:
    """Return a row that a version before this one may have written, with this one's columns."""
    return {name: row.get(name) for name in RUNS.column_names} | {
        "rejects_by_reason": row.get("rejects_by_reason") or []
    }


class RunRecord:
    """What becomes of one run, noted in the ledger while it happens."""

    def __init__(self, ledger: Ledger, run_id: str, started_at: datetime, mark: str | None = None) -> None:
        """Note that the run begins.

        Args:
            ledger: the output folder's.
            run_id: the run's.
            started_at: when it began.
            mark: how whoever started the run calls it.

        Raises:
            OSError: the ledger cannot be written.
        """
        self.run_id = run_id
        self.started_at = started_at
        self.current_stage = STAGES[0]
        self._ledger = ledger
        ledger.note(run_id, started_at=started_at.isoformat(), status=RUNNING, code_version=CODE_VERSION, mark=mark)

    def note(self, **known: object) -> None:
        """Note what is known by now."""
        self._ledger.note(self.run_id, **known)

    @contextmanager
    def stage(self, name: str) -> Iterator[None]:
        """Measure a stage and note it once it is finished: its seconds, and the CPU seconds of all its processes."""
        assert name in STAGES, name
        self.current_stage = name
        seconds, cpu = time.perf_counter(), _cpu_seconds()
        yield
        self.note(
            **{
                f"{name}_seconds": round(time.perf_counter() - seconds, 3),
                f"{name}_cpu_seconds": round(_cpu_seconds() - cpu, 3),
            }
        )


def _cpu_seconds() -> float:
    """Return what this process and its ended children have used."""
    times = os.times()
    return times.user + times.system + times.children_user + times.children_system
