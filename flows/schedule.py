"""Everything on a schedule: the flows beside the build, and one command that brings all of it up.

    python -m flows.schedule

starts a Prefect server unless one answers, makes the work pool, the deployments of ``prefect.yaml`` and the
automations, and keeps server and worker running until it is stopped.
"""

from __future__ import annotations

import argparse
import os
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

from prefect import flow, get_run_logger
from prefect.artifacts import create_markdown_artifact
from pydantic import Field, NonNegativeFloat, NonNegativeInt, PositiveFloat

from flows.escape import escape_markdown
from flows.fetch.http import Limits
from flows.fetch.round import FetchOptions, FetchReport, fetch_sources
from flows.fetch.sources import load_sources
from flows.resources import AGENT, ROOT
from flows.summary import render_fetched

POOL = "whosaid"
FETCH_TIMEOUT_SECONDS = 3600
TRAIN_TIMEOUT_SECONDS = 86_400
DEFAULT_API = "http://127.0.0.1:4200/api"
_UP_SECONDS = 120
_RESTART_SECONDS = 5
END_SECONDS = 60
_DEFAULTS = {
    "WHOSAID_FEEDS": "feeds.txt",
    "WHOSAID_ARTICLES": "articles",
    "WHOSAID_OUT": "out/daily",
    "WHOSAID_CORPORA": "corpora",
    "DO_NOT_TRACK": "1",
    "PREFECT_SERVER_ANALYTICS_ENABLED": "false",
}
"""Where feeds, articles, output and corpora lie, for ``prefect.yaml``, unless the environment says otherwise."""


class NothingFetchedError(RuntimeError):
    """No feed could be read; the flow is then Failed."""


@flow(name="whosaid-fetch", timeout_seconds=FETCH_TIMEOUT_SECONDS, persist_result=False)
def fetch_feeds(
    feeds: Annotated[list[str], Field(min_length=1)],
    into: Path,
    delay: NonNegativeFloat = 1.0,
    timeout: PositiveFloat = 60.0,
    max_pages: NonNegativeInt = 5000,
    minutes: NonNegativeFloat = 10.0,
    agent: str = AGENT,
    allow: list[str] | None = None,
) -> FetchReport:
    """Fetch what is new in feeds and sitemaps into a folder of articles, as ``whosaid fetch`` does.

    Raises:
        NothingFetchedError: no feed could be read.
    """
    limits = Limits(seconds=timeout, agent=agent, allowed=frozenset(allow or ()))
    report = fetch_sources(load_sources(feeds), into, FetchOptions(limits, delay, max_pages, minutes))
    lines = render_fetched(report, into)
    for line in lines:
        get_run_logger().info("%s", line)
    text = "\n".join(f"- {escape_markdown(line)}" for line in lines)
    create_markdown_artifact(key="whosaid-fetched", markdown=text, description="What the round fetched")
    if not report.is_good:
        raise NothingFetchedError("; ".join(report.problems[:3]) or "no feed could be read")
    return report


@flow(name="whosaid-site", timeout_seconds=FETCH_TIMEOUT_SECONDS, persist_result=False)
def write_site(out: Path) -> None:
    """Write the page of the published run anew, as ``whosaid site`` does."""
    _call(["-c", "from flows.cli import main; main()", "site", "--out", str(out.resolve())])


@flow(name="whosaid-retrain", timeout_seconds=TRAIN_TIMEOUT_SECONDS, persist_result=False)
def retrain(corpora: Path, target: Path, work: Path = Path("out/train"), start: Path | None = None) -> None:
    """Train the language pipeline on corpora, into a folder of its own; a build uses it by its parameter ``model``."""
    further = ["--start", str(start)] if start else []
    _call(["-m", "flows.train", "--corpora", str(corpora), "--work", str(work), "--target", str(target), *further])


def _call(arguments: list[str]) -> None:
    """Run Python in a process of its own, whose last words are the flow's."""
    done = subprocess.run([sys.executable, *arguments], cwd=ROOT, capture_output=True, text=True, check=False)
    for line in done.stdout.splitlines()[-100:]:
        get_run_logger().info("%s", line)
    if done.returncode:
        raise RuntimeError(f"it ended with {done.returncode}: {done.stderr.strip()[-2000:]}")


def bring_up(environment: Mapping[str, str], deployments: Path) -> None:
    """Start what is needed, and keep it running until a signal comes.

    Args:
        environment: for all processes; ``PREFECT_API_URL`` names the server.
        deployments: a file such as ``prefect.yaml``.
    """
    prefect = [sys.executable, "-m", "prefect"]
    kept: dict[str, list[str]] = {}
    processes: dict[str, subprocess.Popen[bytes]] = {}

    def start(name: str) -> None:
        processes[name] = subprocess.Popen(kept[name], env=environment, cwd=ROOT)

    def stop(*_: object) -> None:
        raise SystemExit(0)

    signal.signal(signal.SIGTERM, stop)
    try:
        if not _answers(environment):
            host, _, port = environment["PREFECT_API_URL"].split("/")[2].partition(":")
            kept["server"] = [*prefect, "server", "start", "--host", host, "--port", port or "80"]
            start("server")
        _wait_until_up(environment)
        subprocess.run([*prefect, "work-pool", "create", POOL, "--type", "process", "--overwrite"],
                       env=environment, cwd=ROOT, check=True)  # fmt: skip
        subprocess.run(
            [*prefect, "--no-prompt", "deploy", "--all", "--prefect-file", str(deployments)],
            env=environment,
            cwd=ROOT,
            check=True,
        )
        subprocess.run([sys.executable, "-m", "flows.automations"], env=environment, cwd=ROOT, check=True)
        kept["worker"] = [*prefect, "worker", "start", "--pool", POOL, "--limit", "2"]
        start("worker")
        while True:
            time.sleep(_RESTART_SECONDS)
            for name, process in list(processes.items()):
                if process.poll() is not None:
                    print(f"the {name} ended with {process.returncode}; it is started again", file=sys.stderr)  # noqa: T201
                    start(name)
    except KeyboardInterrupt:
        return
    finally:
        for process in reversed(processes.values()):  # a worker whose server is gone first waits for it for ever
            end_process(process)


def end_process(process: subprocess.Popen[bytes]) -> None:
    """End a process, by force where it does not end by itself."""
    process.terminate()
    try:
        process.wait(END_SECONDS)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()


def _answers(environment: Mapping[str, str]) -> bool:
    try:
        with urllib.request.urlopen(f"{environment['PREFECT_API_URL']}/health", timeout=5) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def _wait_until_up(environment: Mapping[str, str]) -> None:
    for _ in range(_UP_SECONDS):
        if _answers(environment):
            return
        time.sleep(1)
    raise SystemExit(f"the Prefect server at {environment['PREFECT_API_URL']} does not answer")


def main() -> None:
    """Bring everything up."""
    parser = argparse.ArgumentParser(description="Server, work pool, worker, deployments and automations, in one.")
    parser.add_argument("--deployments", type=Path, default=ROOT / "prefect.yaml")
    given = parser.parse_args()
    environment = {**_DEFAULTS, "PREFECT_API_URL": DEFAULT_API, **os.environ}
    bring_up(environment, given.deployments)


if __name__ == "__main__":
    main()
