"""Is an output as it should be: its last run, how old it and its articles are, and whether its figures are usual."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any

from flows.build import GOOD
from flows.ledger import Ledger, tabulate_runs
from flows.query import QueryError, open_warehouse
from flows.storage import RUN_FOLDERS, find_current

BEFORE = 10
"""Completed runs before the last one that say what is usual."""

_FEWEST = 3
_FACTOR = 2.0
_SLOWER = 3.0
_SECONDS_THAT_COUNT = 60.0
_MORE_REJECTS = 0.1


@dataclass(frozen=True, slots=True)
class Health:
    """What was found: lines to read, those that are wrong, and the last run's row."""

    lines: tuple[str, ...]
    problems: tuple[str, ...]
    last: dict[str, Any]


def check_health(
    out: Path, max_age: timedelta | None = None, max_article_age: timedelta | None = None, now: datetime | None = None
) -> Health:
    """Look at the runs of an output.

    A figure of the last completed run is unusual if it is outside half and twice the median of the ten completed runs
    before (at least three), rejects if their share has grown by a tenth, its seconds if they are three times as many.

    Args:
        out: the output folder.
        max_age: how long ago the last good run may have ended.
        max_article_age: how long ago the newest article may have been published.
        now: the time; the clock's if none.

    Raises:
        QueryError: there was never a run.
    """
    now = now or datetime.now(UTC)
    runs = list_runs(out)
    if not runs:
        raise QueryError(f"there was no run in {out}; run 'whosaid run INPUT --out {out}' first, or name another --out")
    last = runs[-1]
    lines = [f"last run {last['run_id']}: {last['status']}, ended {_ago(now - last['ended_at'])} ago"]
    problems = []
    if last["status"] not in GOOD:
        problems.append(f"the last run is {last['status']}: {last['problem'] or 'no reason given'}")
    good = [run for run in runs if run["status"] in GOOD]
    age = now - good[-1]["ended_at"] if good else None
    lines.append(f"last good run ended {_ago(age)} ago" if age is not None else "there was no good run")
    if max_age is not None and (age is None or age > max_age):
        problems.append(f"{lines[-1]}, more than {_ago(max_age)}" if age is not None else lines[-1])
    newest = _find_newest(out)
    if newest is not None:
        lines.append(f"newest article published {_ago(now - newest)} ago")
    if max_article_age is not None and (newest is None or now - newest > max_article_age):
        problems.append(f"{lines[-1]}, more than {_ago(max_article_age)}" if newest else "no article has a date")
    completed = [run for run in runs if run["status"] == "completed"]
    problems += find_unusual(completed)
    return Health(tuple(lines), tuple(problems), last)


def list_runs(out: Path) -> list[dict[str, Any]]:
    """Return the rows of an output's runs that have ended, oldest first."""
    current = find_current(out)
    published = sorted((current / "tables" / "runs").glob("*.parquet")) if current else []
    rows: list[dict[str, Any]] = tabulate_runs(Ledger(out / RUN_FOLDERS), published).to_pylist()
    return rows


def find_unusual(completed: Sequence[dict[str, Any]]) -> list[str]:
    """Return what is unusual in the last of some completed runs; nothing if too few came before."""
    if len(completed) <= _FEWEST:
        return []
    *before, last = completed[-BEFORE - 1 :]
    found = []
    for name in ("articles", "claims", "quotes", "stories"):
        usual = median(run[name] or 0 for run in before)
        if not usual / _FACTOR <= (last[name] or 0) <= usual * _FACTOR:
            found.append(f"{last[name] or 0:,} {name}, usually {usual:,.0f}")
    shares = [_share_rejects(run) for run in (*before, last)]
    if shares[-1] - median(shares[:-1]) > _MORE_REJECTS:
        found.append(f"{shares[-1]:.0%} rejected, usually {median(shares[:-1]):.0%}")
    seconds = [(run["ended_at"] - run["started_at"]).total_seconds() for run in (*before, last)]
    usual = median(seconds[:-1])
    if seconds[-1] > max(_SLOWER * usual, _SECONDS_THAT_COUNT):
        found.append(f"it took {seconds[-1]:,.0f} s, usually {usual:,.0f} s")
    return found


def _share_rejects(run: dict[str, Any]) -> float:
    lost = sum(r["rejects"] for r in run["rejects_by_reason"] if r["reason"] != "duplicate")
    return float(lost / max(lost + (run["articles"] or 0), 1))


def _find_newest(out: Path) -> datetime | None:
    if find_current(out) is None:
        return None
    with open_warehouse(out) as connection:
        row = connection.execute("SELECT max(published_at) FROM articles").fetchone()
    found = row[0] if row else None
    return found.replace(tzinfo=UTC) if found is not None and found.tzinfo is None else found


def _ago(age: timedelta) -> str:
    seconds = max(age.total_seconds(), 0)
    for unit, length in (("day", 86_400), ("hour", 3600), ("minute", 60)):
        if seconds >= 2 * length:
            return f"{seconds / length:.0f} {unit}s"
    return f"{seconds:.0f} seconds"
