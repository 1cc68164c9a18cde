import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from flows.runners import LocalRunner, WorkerLostError
from flows.workers import WorkerPool, WorkersFailedError

ROOT = Path(__file__).resolve().parent.parent


def name_process(item: int) -> tuple[int, int]:
    return item, os.getpid()


def die(item: int) -> None:
    os._exit(item)


def die_on_two(item: int) -> int:
    if item == 2:
        os.kill(os.getpid(), signal.SIGKILL)
    return item


def die_once(marker: Path) -> str:
    if not marker.exists():
        marker.touch()
        os.kill(os.getpid(), signal.SIGKILL)
    return "done"


class NeedsTwoError(Exception):
    def __init__(self, one: str, two: str) -> None:
        super().__init__(f"{one} and {two}")


def fail(item: str) -> None:
    if item == "odd":
        raise NeedsTwoError("this", "that")
    raise FileNotFoundError(2, "No such file", item)


def test_results_come_in_the_items_order_from_other_processes() -> None:
    results = list(LocalRunner(2).map("square", name_process, [3, 1, 2]))
    assert [item for item, _ in results] == [3, 1, 2]
    assert os.getpid() not in {pid for _, pid in results}


@pytest.mark.parametrize(("workers", "items"), [(2, [1]), (1, [1, 2])])
def test_little_work_stays_in_this_process(workers: int, items: list[int]) -> None:
    assert {pid for _, pid in LocalRunner(workers).map("name", name_process, items)} == {os.getpid()}


def test_a_dead_worker_is_named() -> None:
    with pytest.raises(WorkerLostError, match=r"died or hung during 'die'.*--workers 1"):
        list(LocalRunner(2).map("die", die, [1, 2]))


def test_an_item_whose_worker_is_killed_is_done_by_another(tmp_path: Path) -> None:
    assert list(LocalRunner(2).map("work", die_once, [tmp_path / "a", tmp_path / "b"])) == ["done", "done"]


def test_an_item_that_kills_is_rescued_and_costs_no_other() -> None:
    assert list(LocalRunner(2).map("work", die_on_two, [1, 2, 3, 4], lambda item: -item)) == [1, -2, 3, 4]


@pytest.mark.parametrize(("item", "kind"), [("odd", RuntimeError), ("x.txt", FileNotFoundError)])
def test_errors_come_out_of_their_process(item: str, kind: type[Exception]) -> None:
    with pytest.raises(kind, match=r"this and that|No such file"):
        list(LocalRunner(2).map("fail", fail, [item, item]))


def test_workers_that_never_come_up_are_no_items_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.workers._work", die)
    with WorkerPool() as pool, pytest.raises(WorkersFailedError, match="before they could begin"):
        pool.call("work", name_process, 1)


def test_workers_end_with_a_parent_that_is_killed(tmp_path: Path) -> None:
    """One worker is busy, the other idle: neither may stay."""
    script = tmp_path / "parent.py"
    script.write_text(
        "import os, sys, time\nfrom flows.workers import WorkerPool\nfrom tests.test_runners import *\n"
        "if __name__ == '__main__':\n"
        "    from concurrent.futures import ThreadPoolExecutor\n"
        "    with WorkerPool(2) as pool, ThreadPoolExecutor(2) as threads:\n"
        "        jobs = [threads.submit(pool.call, 'nap', nap, seconds) for seconds in (0.5, 600)]\n"
        "        jobs[0].result()\n"
        "        print('ready', flush=True)\n"
        "        jobs[1].result()\n",
        encoding="utf-8",
    )
    parent = subprocess.Popen(
        [sys.executable, script],
        stdout=subprocess.PIPE,
        start_new_session=True,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
    )
    assert parent.stdout.readline() == b"ready\n"
    assert len(list_session(parent.pid)) >= 3
    parent.kill()
    parent.wait()
    deadline = time.monotonic() + 5
    while list_session(parent.pid) and time.monotonic() < deadline:
        time.sleep(0.1)
    assert not list_session(parent.pid)


def nap(seconds: float) -> None:
    time.sleep(seconds)


def list_session(session: int) -> list[str]:
    lines = subprocess.run(["ps", "-eo", "sid=,stat=,pid="], capture_output=True, text=True, check=True).stdout
    return [pid for sid, state, pid in map(str.split, lines.splitlines()) if sid == str(session) and state[0] != "Z"]


def test_the_local_runner_returns_what_the_function_returns() -> None:
    assert LocalRunner(2).run("suffix", Path("a").with_suffix, ".b") == Path("a.b")


def test_a_worker_that_hangs_costs_its_item_and_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flows.workers.ITEM_SECONDS", 1.0)
    with WorkerPool(2) as pool:
        with pytest.raises(WorkerLostError, match="hung"):
            pool.call("sleep", time.sleep, 600)
        assert pool.call("sleep", abs, -1) == 1
