"""The flow under a real Prefect server: its runs, tasks and artifacts are seen there."""

import importlib
import json
import os
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import fields
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest
import yaml
from prefect.exceptions import ParameterTypeError

from flows import flow
from flows.build import RunResult
from flows.flow import run_whosaid
from flows.settings import Settings
from tests.conftest import ROOT

PARAMETERS = {"inputs": ["in"], "out": "out"}
ARTICLE = """Harbour dredging to start in spring, minister says

The dredging of Port Ellery will start in April, Transport Minister Ruth Aldane said on Monday.

"We have waited nine years for this," she told reporters.
"""
BIN = Path(sys.executable).parent


def call(url: str, body: object | None = None) -> object:
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(url, data, {"Content-Type": "application/json"})
    with urllib.request.urlopen(request, timeout=30) as answer:
        return json.loads(answer.read())


@pytest.fixture
def server(tmp_path: Path) -> Iterator[dict[str, str]]:
    """Start a Prefect server on a free port of this machine; yield the environment that points to it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    environment = os.environ | {
        "PREFECT_HOME": str(tmp_path / "prefect"),
        "PREFECT_API_URL": f"http://127.0.0.1:{port}/api",
        "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
        "DO_NOT_TRACK": "1",
    }
    with (tmp_path / "server.log").open("w") as log:
        process = subprocess.Popen(
            [BIN / "prefect", "server", "start", "--host", "127.0.0.1", "--port", str(port), "--no-ui"],
            env=environment, stdout=log, stderr=subprocess.STDOUT,
        )  # fmt: skip
        try:
            wait_until_up(environment["PREFECT_API_URL"], process, tmp_path / "server.log")
            yield environment
        finally:
            process.terminate()
            process.wait(timeout=30)


def wait_until_up(api: str, process: subprocess.Popen[bytes], log: Path) -> None:
    for _ in range(240):
        assert process.poll() is None, log.read_text()
        try:
            if call(f"{api}/health") is True:
                return
        except OSError:
            time.sleep(0.5)
    pytest.fail(f"the server did not start: {log.read_text()}")


def list_runs(environment: dict[str, str]) -> list[dict[str, Any]]:
    """The server's flow runs, oldest first."""
    runs: Any = call(f"{environment['PREFECT_API_URL']}/flow_runs/filter", {"sort": "EXPECTED_START_TIME_ASC"})
    return list(runs)


def start_run(environment: dict[str, str], *arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [BIN / "whosaid", "run", *map(str, arguments)],
        env=environment | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip


FAILED = {"flow_runs": {"state": {"type": {"any_": ["FAILED"]}}}}
RUNS = """
import contextlib
import io
import json
import sys

from prefect import flow

from flows import flow as whosaid
from flows.cli import main

whosaid.RETRY_DELAY_SECONDS = 0


def call(*arguments):
    sys.argv = ["whosaid", *arguments]
    shown = io.StringIO()
    with contextlib.redirect_stdout(shown):
        try:
            main()
            code = 0
        except SystemExit as end:
            code = end.code
    return code, shown.getvalue()


def fail_on_two(item):
    if item == 2:
        raise ValueError("batch 2 is broken")


@flow(name="failing", flow_run_name="failing")
def run_failing():
    list(whosaid.PrefectRunner().map("extract", fail_on_two, [1, 2, 3]))


if __name__ == "__main__":
    article, missing, out = sys.argv[1:]
    done = call("run", article, "--outlet", "The Ellery Mail", "--out", out)
    empty = call("run", missing, "--out", out)
    try:
        run_failing()
    except ValueError as error:
        print(json.dumps([done, empty, str(error)]))
"""
"""A run, a run of nothing, and a flow that loses a batch, in one process: most of each is starting it."""


@pytest.mark.long
def test_runs_are_seen_in_the_server_as_what_became_of_them(server: dict[str, str], tmp_path: Path) -> None:
    article = tmp_path / "dredging.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    script = tmp_path / "runs.py"
    script.write_text(RUNS, encoding="utf-8")
    called = subprocess.run(
        [sys.executable, script, article, tmp_path / "missing", tmp_path / "out"],
        env=server | {"PYTHONPATH": str(ROOT)}, capture_output=True, text=True, check=False, timeout=600,
    )  # fmt: skip
    assert called.returncode == 0, called.stderr
    (done, shown), (empty, said), broken = json.loads(called.stdout.splitlines()[-1])
    assert done == 0, called.stderr
    assert "1 article from 1 outlet, in 1 story" in shown
    assert "prefect" not in shown.lower()
    assert empty == 1
    assert "left as they were" in said
    assert "batch 2 is broken" in broken

    api = server["PREFECT_API_URL"]
    runs = call(f"{api}/flow_runs/filter", {})
    assert sorted(run["state_type"] for run in runs) == ["COMPLETED", "FAILED", "FAILED"]
    (completed,) = (run["id"] for run in runs if run["state_type"] == "COMPLETED")
    tasks = call(f"{api}/task_runs/filter", {"flow_runs": {"id": {"any_": [completed]}}})
    assert {task["name"].split("-")[0] for task in tasks} >= {"read", "extract", "assemble", "model", "publish"}
    assert {task["state_type"] for task in tasks} == {"COMPLETED"}
    artifacts = call(f"{api}/artifacts/filter", {})
    # one without a key is Prefect's own, of a failed task's result
    assert {artifact["key"] for artifact in artifacts if artifact["key"]} == {"whosaid-summary", "whosaid-rows"}
    assert "missing\\_path" in " ".join(str(artifact["data"]) for artifact in artifacts)
    logs = " ".join(line["message"] for line in call(f"{api}/logs/filter", {}))
    assert "completed: 1 articles" in logs
    failed = call(f"{api}/flow_runs/filter", FAILED)
    assert "failing" in {run["name"] for run in failed}
    assert "empty: no usable article" in " ".join(run["state"]["message"] for run in failed)


HANGING_FLOW = """
import sys
import time
from pathlib import Path

from flows import build, flow
from flows.settings import Settings


def hang(*_):
    print("running", flush=True)
    time.sleep(600)


build.find_inputs = hang
flow.run_as_flow(Settings((sys.argv[1],), Path(sys.argv[2])), 1, None, print)
"""


@pytest.fixture
def hook() -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """A webhook on this machine: its address, and what it is told."""
    told: list[dict[str, Any]] = []

    class Hook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    listener = ThreadingHTTPServer(("127.0.0.1", 0), Hook)
    threading.Thread(target=listener.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{listener.server_port}/", told
    listener.shutdown()


@pytest.mark.long
def test_killed_overlapping_and_failed_runs_are_red_and_told_of(
    server: dict[str, str], hook: tuple[str, list[dict[str, Any]]], tmp_path: Path
) -> None:
    (address, told), out, before = hook, tmp_path / "out", len(list_runs(server))
    article = tmp_path / "dredging.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    (tmp_path / "hanging.py").write_text(HANGING_FLOW, encoding="utf-8")
    options = (article, "--outlet", "The Ellery Mail", "--out", out, "--no-site", "--alert", address)

    def see() -> list[str]:
        return [run["state_type"] for run in list_runs(server)[before:]]

    hanging = subprocess.Popen(
        [sys.executable, tmp_path / "hanging.py", article, out],
        env=server | {"PYTHONPATH": str(ROOT)}, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    try:
        assert hanging.stdout is not None
        assert any(line.strip() == "running" for line in hanging.stdout)
        second = start_run(server, *options)
    finally:
        hanging.kill()
        hanging.wait()
    assert second.returncode == 1
    assert second.stderr.strip() == (
        f"whosaid: another run is writing to {out}; wait for it (--wait), or choose another --out"
    )
    assert see() == ["RUNNING", "FAILED"], "a killed process cannot say so itself"

    assert start_run(server, *options).returncode == 0
    assert see() == ["CRASHED", "FAILED", "COMPLETED"]

    assert start_run(server, *options, "--min-articles", 9).returncode == 1
    assert see() == ["CRASHED", "FAILED", "COMPLETED", "FAILED"]
    assert "--min-articles 9" in list_runs(server)[-1]["state"]["message"]
    assert [facts["status"] for facts in told] == ["failed", "killed", "failed"]
    rows = pq.read_table(out / "tables" / "runs", columns=["status"]).to_pylist()
    assert [row["status"] for row in rows] == ["killed", "completed", "failed"]


@pytest.mark.long
def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    article = tmp_path / "dredging.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    environment = os.environ | {"PREFECT_API_URL": "http://127.0.0.1:9/api", "PREFECT_HOME": str(tmp_path / "prefect")}
    told = tmp_path / "told"
    done = start_run(environment, article, "--out", tmp_path / "out", "--alert", f"sh -c 'cat > {told}'")
    assert done.returncode == 1
    assert "http://127.0.0.1:9/api does not answer" in done.stderr
    assert "Traceback" not in done.stderr
    assert "does not answer" in json.loads(told.read_text())["problem"]


@pytest.mark.parametrize(
    "wrong",
    [{"workers": 0}, {"max_shrink": 2}, {"published_at": "2026-02-30"}, {"inputs": []}, {"min_articles": -1}],
)
def test_parameters_are_checked_before_the_run(wrong: dict[str, object]) -> None:
    assert run_whosaid.validate_parameters(PARAMETERS)["out"] == Path("out")
    with pytest.raises(ParameterTypeError):
        run_whosaid.validate_parameters(PARAMETERS | wrong)


def test_every_setting_of_the_command_line_reaches_the_build(monkeypatch: pytest.MonkeyPatch) -> None:
    defaults = Settings((), Path())
    settings = Settings(
        ("in",),
        Path("out"),
        outlet="Echo",
        published_at="2026-01-05",
        seeds_dir=Path("s"),
        model=Path("m"),
        pipeline="p",
        encoding="cp1252",
        columns=(("text", "body"),),
        day_first=True,
        wait=True,
        min_articles=3,
        max_rejects=0.2,
        max_shrink=0.5,
        alert="notify",
        site=False,
        rebuild=True,
        add=True,
        since="2026-01-05",
        until="2026-01-06",
        keep=30,
    )
    same = [f.name for f in fields(Settings) if getattr(settings, f.name) == getattr(defaults, f.name)]
    assert same == ["batch_words"], "which the command line does not set"
    seen: list[Settings] = []

    def build(given: Settings, *rest: object) -> RunResult:
        seen.append(given)
        return RunResult("r1", given.out, "completed", True)

    call_plainly = run_whosaid.fn
    monkeypatch.setattr(flow.run_whosaid, "with_options", lambda **_: call_plainly)
    monkeypatch.setattr(flow, "run_build", build)
    for name in (
        "_check_server",
        "_log_result",
        "render_markdown",
        "create_markdown_artifact",
        "create_table_artifact",
    ):
        monkeypatch.setattr(flow, name, lambda *_, **__: None)
    flow.run_as_flow(settings, 2, None, print)
    assert seen == [settings]


def test_the_deployments_fit_the_flow_and_run_one_at_a_time() -> None:
    deployments = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))["deployments"]
    assert deployments
    assert {d["name"]: [s["cron"] for s in d.get("schedules", [])] for d in deployments} == {
        "ingest": ["*/15 * * * *"],
        "build": ["5 * * * *"],
        "backfill": [],
        "site": [],
        "retrain": [],
    }
    for deployment in deployments:
        file, _, name = deployment["entrypoint"].partition(":")
        found = getattr(importlib.import_module(file.removesuffix(".py").replace("/", ".")), name)
        assert deployment["concurrency_limit"] == {"limit": 1, "collision_strategy": "ENQUEUE"}
        assert found.validate_parameters(deployment["parameters"])
        assert "data/" not in str(deployment["parameters"]), "nobody's own articles"
