import os
from pathlib import Path

import pytest

from flows.runners import LocalRunner, WorkerLostError


def name_process(item: int) -> tuple[int, int]:
    return item, os.getpid()


def die(item: int) -> None:
    os._exit(item)


def test_results_come_in_the_items_order_from_other_processes() -> None:
    results = list(LocalRunner(2).map("square", name_process, [3, 1, 2]))
    assert [item for item, _ in results] == [3, 1, 2]
    assert os.getpid() not in {pid for _, pid in results}


@pytest.mark.parametrize(("workers", "items"), [(2, [1]), (1, [1, 2])])
def test_little_work_stays_in_this_process(workers: int, items: list[int]) -> None:
    assert {pid for _, pid in LocalRunner(workers).map("name", name_process, items)} == {os.getpid()}


def test_a_dead_worker_is_said_so() -> None:
    with pytest.raises(WorkerLostError, match=r"died during 'die'.*--workers 1"):
        list(LocalRunner(2).map("die", die, [1, 2]))


def test_a_step_is_a_call() -> None:
    assert LocalRunner(2).run("suffix", Path("a").with_suffix, ".b") == Path("a.b")
