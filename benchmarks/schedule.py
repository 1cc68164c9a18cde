"""Whether a schedule holds: ``python -m benchmarks.schedule [prefect] [cron]``; some ten minutes.

``prefect``: brings up server, worker and deployments by ``python -m flows.schedule`` in a folder of its own, with every
schedule set to each minute and a feed on this machine. Of three builds the second is killed by SIGKILL.
``cron``: three runs by /bin/sh with cron's environment, the second, which finds more articles, killed likewise.

The third must give the tables of a run that nobody scheduled, and the table ``runs`` must say what became of each.
"""

from __future__ import annotations

import contextlib
import json
import os
import shlex
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import BaseHTTPRequestHandler, SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import yaml

from benchmarks.crashes import SAMPLE, read_rows
from flows.health import list_runs
from flows.ledger import RUNNING, Ledger
from flows.resources import ROOT

PATIENCE = 1200
WHOSAID = [sys.executable, "-c", "from flows.cli import main; main()"]
PAGES = 20


class Feed(SimpleHTTPRequestHandler):
    """Serves a folder, without a word."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextlib.contextmanager
def serve(handler: Any) -> Iterator[str]:
    """Serve on a free port of this machine; yield the place."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()


def write_feed(folder: Path, place: str, count: int = PAGES) -> None:
    """Write a feed, and a page for each of its entries, out of the sample's articles."""
    folder.mkdir(exist_ok=True)
    texts = sorted(SAMPLE.rglob("*.txt"))[:count]
    items = []
    for number, path in enumerate(texts):
        headline, *paragraphs = [line for line in path.read_text(encoding="utf-8").split("\n") if line.strip()]
        body = "".join(f"<p>{paragraph}</p>" for paragraph in paragraphs)
        article = f"<article><h1>{headline}</h1>{body}</article>"
        page = f"<html><head><title>{headline}</title></head><body>{article}</body></html>"
        (folder / f"{number}.html").write_text(page, encoding="utf-8")
        items.append(f"<item><title>{number}</title><link>http://{place}/{number}.html</link></item>")
    (folder / "rss.xml").write_text(f"<rss version='2.0'><channel>{''.join(items)}</channel></rss>", encoding="utf-8")


def wait_for(what: str, find: Callable[[], Any]) -> Any:
    """Return what is found once it is there."""
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        with contextlib.suppress(OSError):
            if found := find():
                return found
        time.sleep(0.2)
    raise SystemExit(f"waited in vain for: {what}")


def find_extracting(out: Path) -> bool:
    """Say whether a run in this folder extracts at this moment."""
    rows = Ledger(out / ".runs").rows()
    return bool(rows) and rows[-1]["status"] == RUNNING and bool(rows[-1]["read_seconds"])


def list_statuses(out: Path) -> list[str]:
    """Return what became of the runs."""
    return [run["status"] for run in list_runs(out)]


def find_build_process(parent: int, out: Path) -> int | None:
    """Return the process of a flow run, among a process's descendants, that holds the lock of an output folder."""
    lines = subprocess.run(["ps", "-eo", "pid=,ppid=,args="], capture_output=True, text=True, check=True).stdout
    rows = [(int(a), int(b), c) for a, b, c in (line.split(maxsplit=2) for line in lines.splitlines())]
    family = {parent}
    for _ in range(5):
        family |= {pid for pid, above, _ in rows if above in family}
    found = [pid for pid, _, command in rows if pid in family and "prefect.engine" in command]
    return next((pid for pid in found if holds(pid, out / ".lock")), None)


def holds(pid: int, path: Path) -> bool:
    """Say whether a process has a file open (Linux)."""
    with contextlib.suppress(OSError):
        return any(handle.resolve() == path.resolve() for handle in Path(f"/proc/{pid}/fd").iterdir())
    return False


def run_prefect(folder: Path) -> None:
    """Let Prefect schedule fetching and building, kill the second build, and look at the third."""
    told: list[str] = []

    class Webhook(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            told.append(self.rfile.read(int(self.headers["Content-Length"])).decode())
            self.send_response(200)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    with serve(partial(Feed, directory=str(folder / "feed"))) as place, serve(Webhook) as hook:
        write_feed(folder / "feed", place, PAGES // 2)
        plan = yaml.safe_load((ROOT / "prefect.yaml").read_text(encoding="utf-8"))
        for deployment in plan["deployments"]:
            for schedule in deployment.get("schedules", []):
                schedule["cron"] = "* * * * *"
            if deployment["name"] == "ingest":
                deployment["parameters"] |= {"allow": [place], "delay": 0}
        (folder / "prefect.yaml").write_text(yaml.safe_dump(plan), encoding="utf-8")
        api, out = f"http://127.0.0.1:{port}/api", folder / "out"
        environment = os.environ | {
            "PREFECT_HOME": str(folder / "home"), "PREFECT_API_URL": api, "WHOSAID_FEEDS": f"http://{place}/rss.xml",
            "WHOSAID_ARTICLES": str(folder / "articles"), "WHOSAID_OUT": str(out), "WHOSAID_ALERT_URL": f"http://{hook}/",
            "PREFECT_SERVER_DATABASE_CONNECTION_URL": f"sqlite+aiosqlite:///{folder}/prefect.db",
        }  # fmt: skip
        (folder / "articles").mkdir()
        command = [sys.executable, "-m", "flows.schedule", "--deployments", str(folder / "prefect.yaml")]
        with (folder / "log.txt").open("w") as log:
            process = subprocess.Popen(command, env=environment, stdout=log, stderr=log, cwd=ROOT)
        try:
            wait_for("a completed build", lambda: "completed" in list_statuses(out))
            print("the first build completed", flush=True)
            write_feed(folder / "feed", place)
            wait_for("a build with new articles", lambda: find_extracting(out))
            runs = len(list_statuses(out))
            found = find_build_process(process.pid, out)
            assert found, "no process of a build was found"
            os.kill(found, signal.SIGKILL)
            print(f"the next one was killed: process {found}", flush=True)
            wait_for("a build after the kill", lambda: "completed" in list_statuses(out)[runs + 1 :])
        finally:
            process.terminate()
            process.wait()
        states = sorted(json.loads(text)["state"] for text in told)
    compare(folder, [str(folder / "articles")], out)
    print(f"the webhook was told of: {', '.join(states) or 'nothing'}")


def run_cron(folder: Path) -> None:
    """Run as cron would, kill the second run, and look at the third."""
    source, out = folder / "in", folder / "out"
    source.mkdir()
    outlets = sorted(path for path in SAMPLE.iterdir() if path.is_dir())
    line = f"{shlex.join(WHOSAID)} run {shlex.quote(str(source))} --out {shlex.quote(str(out))} --wait --workers 2"
    command = [
        "env",
        "-i",
        "SHELL=/bin/sh",
        "PATH=/usr/bin:/bin",
        f"HOME={folder}",
        f"PYTHONPATH={ROOT}",
        "/bin/sh",
        "-c",
        line,
    ]
    for number in range(3):
        for path in outlets if number else outlets[::2]:
            shutil.copytree(path, source / path.name, dirs_exist_ok=True)
        process = subprocess.Popen(command, cwd=folder, stdout=subprocess.DEVNULL, start_new_session=True)
        if number == 1:
            wait_for("the second run", lambda: find_extracting(out))
            os.killpg(process.pid, signal.SIGKILL)
        print(f"run {number + 1} ended with {process.wait()}")
    compare(folder, [str(source)], out)


def compare(folder: Path, inputs: list[str], out: Path) -> None:
    """Print what became of the runs, and whether the tables are those of a run of its own."""
    reference = folder / "reference"
    subprocess.run([*WHOSAID, "run", *inputs, "--out", reference], check=True, stdout=subprocess.DEVNULL, cwd=ROOT)
    print(f"runs: {', '.join(list_statuses(out))}; the tables are the same: {read_rows(out) == read_rows(reference)}")


def main() -> None:
    """Do what is named, or both."""
    for name in sys.argv[1:] or ["prefect", "cron"]:
        print(name)
        with tempfile.TemporaryDirectory() as folder:
            {"prefect": run_prefect, "cron": run_cron}[name](Path(folder))


if __name__ == "__main__":
    main()
