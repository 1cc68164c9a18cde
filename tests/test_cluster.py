"""On a Dask cluster: a real scheduler and two workers, each a process, give the tables of a local run."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from prefect.testing.utilities import prefect_test_harness

from flows import flow, matching
from flows.build import run_build
from flows.cluster import DaskPool
from flows.runners import Cluster, LocalRunner, WorkerLostError, WorkersFailedError
from flows.settings import Settings
from tests.histories import read_rows

distributed = pytest.importorskip("distributed")
pytestmark = pytest.mark.long

ROOT = Path(__file__).resolve().parents[1]
BODY = (
    "Bridge {number} opens\n\nThe bridge over the river Sorn is open again on day {number}, mayor Inga Roth said.\n\n"
    "“Bridge {number} was never in danger,” she added. Engineer Tom Vale said that 40 trains had waited.\n"
)


def start(*arguments: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"PYTHONPATH": str(ROOT), "DASK_DISTRIBUTED__SCHEDULER__ALLOWED_FAILURES": "1"}
    command = [sys.executable, "-m", *arguments]
    return subprocess.Popen(command, env=environment, cwd=ROOT, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a scheduler with two workers, which are started anew when they die."""
    folder = tmp_path_factory.mktemp("dask")
    file = str(folder / "scheduler.json")
    place = ["--host", "127.0.0.1", "--no-dashboard"]
    processes = [start("distributed.cli.dask_scheduler", *place, "--port", "0", "--scheduler-file", file)]
    own = ["--scheduler-file", file, "--nthreads", "1", "--local-directory", str(folder)]
    processes += [start("distributed.cli.dask_worker", *place, *own) for _ in range(2)]
    try:
        with distributed.Client(scheduler_file=file, timeout=120, set_as_default=False) as client:
            client.wait_for_workers(2, timeout=120)
            yield client.scheduler.address
    finally:
        for process in processes:
            process.terminate()
        for process in processes:
            process.wait(30)


def write_articles(folder: Path) -> Settings:
    for number in range(4):
        folder.mkdir(exist_ok=True)
        (folder / f"{number}.txt").write_text(BODY.format(number=number), encoding="utf-8")
    return Settings((str(folder),), folder.parent / "local", batch_words=30, site=False, outlet="Marl Post")


@pytest.mark.usefixtures("empty_models")
def test_a_cluster_gives_the_tables_of_a_local_run(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(matching, "CLAIMS_PER_CHUNK", 1)  # so that claims are grouped in the cluster too
    settings = write_articles(tmp_path / "in")
    assert run_build(settings, LocalRunner(1)).status == "completed"
    out = tmp_path / "cluster"
    seen = set[str]()

    class Watching(LocalRunner):
        def map(self, name, function, items, rescue=None):  # type: ignore[no-untyped-def]
            seen.add(f"{name} {len(items) > 1}")
            return super().map(name, function, items, rescue)

    clustered = Settings(settings.inputs, out, batch_words=30, site=False, outlet="Marl Post")
    assert run_build(clustered, Watching(1, Cluster(address, out))).status == "completed"
    assert {"extract True"} <= seen
    ours, theirs = read_rows(settings.out), read_rows(out)
    assert theirs == ours
    assert ours["claims"]


def name_process(item: int) -> tuple[int, int]:
    return item, os.getpid()


def die_on_two(item: int) -> int:
    if item == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def fail(item: int) -> None:
    raise FileNotFoundError(2, "No such file", str(item))


def test_items_go_to_both_workers_and_come_back_in_order(address: str, tmp_path: Path) -> None:
    found = list(LocalRunner(1, Cluster(address, tmp_path)).map("name", name_process, range(20)))
    assert [item for item, _ in found] == list(range(20))
    assert len({pid for _, pid in found}) == 2
    assert os.getpid() not in {pid for _, pid in found}


def test_an_item_on_which_workers_die_is_rescued(address: str, tmp_path: Path) -> None:
    runner = LocalRunner(1, Cluster(address, tmp_path))
    assert list(runner.map("work", die_on_two, [1, 2, 3], lambda item: -item)) == [1, -2, 3]
    wait_for_workers(address)
    with pytest.raises(WorkerLostError, match="'work'; see their logs"):
        list(runner.map("work", die_on_two, [2, 2]))
    wait_for_workers(address)


def wait_for_workers(address: str) -> None:
    with distributed.Client(address, set_as_default=False) as client:
        client.wait_for_workers(2, timeout=120)


def test_what_an_item_raises_is_raised_here(address: str, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError, match="No such file"):
        list(LocalRunner(1, Cluster(address, tmp_path)).map("fail", fail, [1, 2]))


def test_a_cluster_that_cannot_do_the_work_is_refused_before_it(address: str, tmp_path: Path) -> None:
    missing = LocalRunner(1, Cluster("tcp://127.0.0.1:9", tmp_path))
    with pytest.raises(WorkersFailedError, match=r"no Dask scheduler answers at tcp://127\.0\.0\.1:9"):
        list(missing.map("name", name_process, [1, 2]))


def test_a_worker_with_other_code_is_refused(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.fingerprint.hash_code", lambda: "0123456789")
    with pytest.raises(WorkersFailedError, match="install the same whosaid there"):
        list(LocalRunner(1, Cluster(address, tmp_path)).map("name", name_process, [1, 2]))


def test_a_worker_with_several_threads_is_refused(address: str, tmp_path: Path) -> None:
    more = start("distributed.cli.dask_worker", address, "--nthreads", "3", "--no-nanny", "--no-dashboard")
    try:
        with distributed.Client(address, set_as_default=False) as client:
            client.wait_for_workers(3, timeout=120)
        with pytest.raises(WorkersFailedError, match="has 3 threads"):
            list(LocalRunner(1, Cluster(address, tmp_path)).map("name", name_process, [1, 2]))
    finally:
        more.terminate()
        more.wait(30)
    while len(list_workers(address)) > 2:
        time.sleep(0.2)


def list_workers(address: str) -> list[str]:
    with distributed.Client(address, set_as_default=False) as client:
        return list(client.scheduler_info(n_workers=-1)["workers"])


def test_the_flow_works_in_a_cluster_too(address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each batch a task of Prefect's, and all of them in the two workers."""
    settings = write_articles(tmp_path / "in")
    assert run_build(settings, LocalRunner(1)).status == "completed"
    out, batches = tmp_path / "cluster", list[str]()
    call = DaskPool.call

    def watch(pool: DaskPool, name: str, *arguments: Any) -> Any:
        batches.append(name)
        return call(pool, name, *arguments)

    monkeypatch.setattr(DaskPool, "call", watch)
    monkeypatch.setattr(flow, "Settings", partial(Settings, batch_words=settings.batch_words))
    with prefect_test_harness(server_startup_timeout=240):
        asked = Settings(settings.inputs, out, outlet="Marl Post", site=False)
        assert flow.run_as_flow(asked, 1, address, print).status == "completed"
    assert batches.count("extract") > 1
    assert read_rows(out) == read_rows(settings.out)


def test_a_worker_that_leaves_while_it_is_asked_is_none(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = distributed.Client.run

    def run_while_one_leaves(client: distributed.Client, *args: object, **options: object) -> dict[str, object]:
        return {
            **run(client, *args, **options),
            "tcp://127.0.0.1:9": distributed.comm.CommClosedError("Address removed."),
        }

    monkeypatch.setattr(distributed.Client, "run", run_while_one_leaves)
    found = list(LocalRunner(1, Cluster(address, tmp_path)).map("name", name_process, range(4)))
    assert [item for item, _ in found] == [0, 1, 2, 3]
