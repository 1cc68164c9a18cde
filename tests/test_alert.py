"""Somebody is told of runs that fail; an alert that cannot be given changes nothing."""

import json
import threading
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from flows.alert import AlertError, send_alert, watch_run
from flows.build import RunResult
from flows.cli import app
from flows.health import check_health, find_unusual
from flows.ledger import Ledger
from flows.query import QueryError

FACTS = {"run_id": "r1", "status": "failed", "problem": "no room; $(rm) `x`\x1b[31m", "out": Path("out")}


def test_a_command_gets_the_facts_as_json_and_in_its_environment(tmp_path: Path) -> None:
    target = tmp_path / "told"
    send_alert(f"sh -c 'cat > {target}; echo $WHOSAID_STATUS >> {target}'", FACTS)
    body, status = target.read_text().rsplit("}", 1)
    assert json.loads(body + "}")["problem"] == FACTS["problem"]
    assert status.strip() == "failed"


@pytest.mark.parametrize(("status", "fails"), [(200, False), (204, False), (500, True), (302, True)])
def test_a_webhook_gets_one_post(status: int, fails: bool) -> None:
    bodies: list[Any] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            bodies.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(status)
            self.send_header("Location", "/other")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        if fails:
            with pytest.raises(AlertError, match=r"status 500|redirects"):
                send_alert(f"http://127.0.0.1:{server.server_port}/", FACTS)
        else:
            send_alert(f"http://127.0.0.1:{server.server_port}/", FACTS)
    finally:
        server.shutdown()
    assert [body["run_id"] for body in bodies] == ["r1"]


@pytest.mark.parametrize("target", ["false", "no-such-command-anywhere", "sh -c 'exit 3'", "'", "http://127.0.0.1:1/"])
def test_an_alert_that_cannot_be_given_costs_a_warning(tmp_path: Path, target: str) -> None:
    warnings: list[str] = []
    result = watch_run(target, tmp_path, lambda: RunResult("r1", tmp_path, "empty", False), warnings.append)
    assert result.status == "empty"
    assert len(warnings) == 1


def test_a_good_run_gives_no_alert(tmp_path: Path) -> None:
    told = tmp_path / "told"
    watch_run(f"touch {told}", tmp_path, lambda: RunResult("r1", tmp_path, "completed", True), print)
    assert not told.exists()


def test_a_run_that_raises_is_told_of_and_raises(tmp_path: Path) -> None:
    def fail() -> RunResult:
        raise OSError("no room")

    with pytest.raises(OSError, match="no room"):
        watch_run(f"sh -c 'cat > {tmp_path}/told'", tmp_path, fail, print)
    assert json.loads((tmp_path / "told").read_text())["problem"] == "no room"


def test_a_run_that_finds_a_killed_one_tells_of_it(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / ".runs")
    ledger.note("r0", started_at="2026-01-05T10:00:00+00:00", status="running", code_version="1")

    def run() -> RunResult:
        ledger.sweep(None)
        return RunResult("r1", tmp_path, "completed", True)

    watch_run(f"sh -c 'cat > {tmp_path}/told'", tmp_path, run, print)
    told = json.loads((tmp_path / "told").read_text())
    assert (told["run_id"], told["status"]) == ("r0", "killed")


@pytest.mark.usefixtures("empty_models")
def test_the_command_line_tells_of_an_empty_run(tmp_path: Path) -> None:
    told = tmp_path / "told"
    result = CliRunner().invoke(
        app, ["run", str(tmp_path / "missing"), "--out", str(tmp_path / "out"), "--alert", f"sh -c 'cat > {told}'"]
    )
    assert result.exit_code == 1
    assert json.loads(told.read_text())["status"] == "empty"


NOW = datetime(2026, 1, 10, 12, tzinfo=UTC)


def note_run(out: Path, number: int, status: str = "completed", hours: float = 0, **known: object) -> None:
    ended = NOW - timedelta(hours=hours)
    figures = {"articles": 100, "claims": 500, "quotes": 200, "stories": 40, "rejects": 0}
    Ledger(out / ".runs").note(
        f"r{number:02d}", started_at=(ended - timedelta(minutes=1)).isoformat(), ended_at=ended.isoformat(),
        status=status, code_version="1", **(figures | known),
    )  # fmt: skip


def test_an_output_without_runs_is_named(tmp_path: Path) -> None:
    with pytest.raises(QueryError, match="no run"):
        check_health(tmp_path)


def test_a_good_fresh_run_is_healthy_and_an_old_one_is_not(tmp_path: Path) -> None:
    note_run(tmp_path, 1, hours=5)
    assert not check_health(tmp_path, timedelta(hours=6), now=NOW).problems
    assert "more than 4 hours" in check_health(tmp_path, timedelta(hours=4), now=NOW).problems[0]
    assert check_health(tmp_path, None, timedelta(hours=1), now=NOW).problems == ("no article has a date",)


def test_a_failed_last_run_is_wrong_and_does_not_count_as_fresh(tmp_path: Path) -> None:
    note_run(tmp_path, 1, hours=50)
    note_run(tmp_path, 2, "failed", hours=1, problem="no room")
    problems = check_health(tmp_path, timedelta(hours=24), now=NOW).problems
    assert [problem.split(":")[0] for problem in problems] == [
        "the last run is failed",
        "last good run ended 2 days ago, more than 24 hours",
    ]


@pytest.mark.parametrize(
    ("last", "unusual"),
    [
        ({}, None),
        ({"articles": 60}, None),
        ({"articles": 40}, "40 articles, usually 100"),
        ({"claims": 1200}, "1,200 claims, usually 500"),
        ({"rejects_by_reason": [{"reason": "no_text", "rejects": 40}]}, "29% rejected, usually 0%"),
        ({"rejects_by_reason": [{"reason": "duplicate", "rejects": 40}]}, None),
    ],
)
def test_figures_far_from_the_usual_are_told(tmp_path: Path, last: dict[str, object], unusual: str | None) -> None:
    for number in range(5):
        note_run(tmp_path, number, hours=20 - number)
    note_run(tmp_path, 9, **last)
    assert list(check_health(tmp_path, now=NOW).problems) == ([unusual] if unusual else [])


def test_too_few_runs_say_nothing_of_what_is_usual() -> None:
    assert not find_unusual([])


def test_the_command_line_says_what_is_wrong_by_its_exit_code(tmp_path: Path) -> None:
    note_run(tmp_path, 1, "failed", problem="no room")
    told = tmp_path / "told"
    result = CliRunner().invoke(app, ["health", "--out", str(tmp_path), "--alert", f"sh -c 'cat > {told}'"])
    assert result.exit_code == 1
    assert "no room" in result.stdout
    assert json.loads(told.read_text())["status"] == "unhealthy"
