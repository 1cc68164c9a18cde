"""The flow under a real Prefect server: its runs, tasks and artifacts are seen there."""

import json
import os
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

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


FAILED = {"flow_runs": {"state": {"type": {"any_": ["FAILED"]}}}}
FAILING_FLOW = """
from prefect import flow

from flows import flow as whosaid

whosaid.RETRY_DELAY_SECONDS = 0


def fail_on_two(item):
    if item == 2:
        raise ValueError("batch 2 is broken")


@flow(name="failing", flow_run_name="failing")
def run_failing():
    list(whosaid.PrefectRunner().map("extract", fail_on_two, [1, 2, 3]))


run_failing()
"""


def run_failing_flow(environment: dict[str, str], folder: Path) -> subprocess.CompletedProcess[str]:
    """Map a function that fails on one item: a flow that lost a batch must not look completed."""
    script = folder / "failing.py"
    script.write_text(FAILING_FLOW, encoding="utf-8")
    return subprocess.run(
        [sys.executable, script], env=environment, capture_output=True, text=True, check=False, timeout=120
    )


def test_a_run_is_seen_in_the_server(server: dict[str, str], tmp_path: Path) -> None:
    article = tmp_path / "dredging.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    done = subprocess.run(
        [BIN / "whosaid", "run", article, "--outlet", "The Ellery Mail", "--out", tmp_path / "out"],
        env=server, capture_output=True, text=True, check=False, timeout=300,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "1 article from 1 outlet, in 1 story" in done.stdout
    assert "prefect" not in done.stdout.lower()

    api = server["PREFECT_API_URL"]
    runs = call(f"{api}/flow_runs/filter", {})
    assert [run["state_type"] for run in runs] == ["COMPLETED"]
    tasks = call(f"{api}/task_runs/filter", {})
    assert {task["name"].split("-")[0] for task in tasks} >= {"read", "extract", "assemble", "model", "publish"}
    assert {task["state_type"] for task in tasks} == {"COMPLETED"}
    artifacts = call(f"{api}/artifacts/filter", {})
    assert {artifact["key"] for artifact in artifacts} == {"whosaid-summary", "whosaid-rows"}

    broken = run_failing_flow(server, tmp_path)
    failed = call(f"{api}/flow_runs/filter", FAILED)
    assert "batch 2 is broken" in broken.stderr
    assert [run["name"] for run in failed] == ["failing"]


def test_a_server_that_does_not_answer_is_named(tmp_path: Path) -> None:
    article = tmp_path / "dredging.txt"
    article.write_text(ARTICLE, encoding="utf-8")
    environment = os.environ | {"PREFECT_API_URL": "http://127.0.0.1:9/api", "PREFECT_HOME": str(tmp_path / "prefect")}
    done = subprocess.run(
        [BIN / "whosaid", "run", article, "--out", tmp_path / "out"],
        env=environment, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip
    assert done.returncode == 1
    assert "http://127.0.0.1:9/api does not answer" in done.stderr
    assert "Traceback" not in done.stderr
