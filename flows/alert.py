"""Telling somebody: a command or a webhook that hears of runs that are not as they should be."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

from flows.build import GOOD, RunResult
from flows.ledger import Ledger
from flows.storage import RUN_FOLDERS

SECONDS = 30
"""What a command or webhook may take; a run does not wait longer for it."""


class AlertError(RuntimeError):
    """An alert could not be given; the message says why."""


def send_alert(target: str, facts: Mapping[str, object]) -> None:
    """Give a webhook (an http(s) address: one POST of JSON) or a command (JSON on its standard input) the facts.

    A command also finds each fact in its environment: ``WHOSAID_STATUS``, ``WHOSAID_PROBLEM`` …

    Raises:
        AlertError: the webhook did not answer with a status below 300, the command could not be run or failed.
    """
    body = json.dumps(facts, default=_write)
    if target.startswith(("http://", "https://")):
        _post(target, body)
    else:
        _call(target, body, facts)


def _write(value: object) -> str:
    return value.isoformat() if isinstance(value, date) else str(value)


def _post(address: str, body: str) -> None:
    import urllib3

    pool = urllib3.PoolManager(retries=urllib3.Retry(2, redirect=0, backoff_factor=1), timeout=SECONDS / 3)
    try:
        answer = pool.request("POST", address, body=body.encode(), headers={"Content-Type": "application/json"})
    except urllib3.exceptions.HTTPError as error:
        raise AlertError(f"the webhook does not answer ({error})") from error
    if answer.status >= 300:
        raise AlertError(f"the webhook answers with status {answer.status}")


def _call(command: str, body: str, facts: Mapping[str, object]) -> None:
    known = {f"WHOSAID_{name.upper()}": _write(value).replace("\0", "") for name, value in facts.items()}
    try:
        done = subprocess.run(
            shlex.split(command), input=body.encode(), env=os.environ | known, timeout=SECONDS, capture_output=True
        )
    except (OSError, ValueError, subprocess.TimeoutExpired) as error:
        raise AlertError(f"the command cannot be run ({error})") from error
    if done.returncode:
        last = (done.stderr.decode(errors="replace").strip().splitlines() or [""])[-1]
        raise AlertError(f"the command ended with {done.returncode} ({last[:200]})")


def watch_run(target: str | None, out: Path, run: Callable[[], RunResult], warn: Callable[[str], None]) -> RunResult:
    """Carry out a run; tell of it if it fails, and of earlier runs that it finds killed.

    Args:
        target: whom to tell: a webhook or a command; nobody if None.
        out: the run's output folder.
        run: carries it out.
        warn: told why an alert could not be given; the run is what it is all the same.
    """
    if target is None:
        return run()
    killed = {row["run_id"] for row in _list_killed(out)}
    with tell_of_errors(target, out, warn):
        result = run()
    for row in _list_killed(out):
        if row["run_id"] not in killed:
            facts = {name: row[name] for name in ("run_id", "status", "problem", "started_at", "ended_at")}
            _tell(target, {"out": out} | facts, warn)
    if result.status not in GOOD:
        known = {"run_id": result.run_id, "status": result.status, "problem": result.problem}
        _tell(target, {"out": out} | known | {"rejects": len(result.rejects)}, warn)
    return result


@contextmanager
def tell_of_errors(target: str | None, out: Path, warn: Callable[[str], None]) -> Iterator[None]:
    """Tell of an error that ends a run, whatever raises it; arguments are those of `watch_run`."""
    try:
        yield
    except Exception as error:
        if target is not None:
            _tell(target, {"out": out, "status": "failed", "problem": (str(error).splitlines() or [""])[0]}, warn)
        raise


def _list_killed(out: Path) -> list[dict[str, Any]]:
    return [row for row in Ledger(out / RUN_FOLDERS).rows() if row["status"] == "killed"]


def _tell(target: str, facts: Mapping[str, object], warn: Callable[[str], None]) -> None:
    try:
        send_alert(target, facts)
    except AlertError as error:
        warn(f"the alert could not be given: {error}")
