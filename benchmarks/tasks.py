"""What a batch costs as a Prefect task, beside the work in it.

python -m benchmarks.tasks [TASKS]

Maps a function that does nothing over TASKS items, as a Prefect flow in two processes and as a local pool of two, and
prints wall and CPU milliseconds per task, once the processes are there. Set PREFECT_API_URL to use a running server;
without it Prefect starts its embedded one.
"""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable

from prefect import flow
from prefect.task_runners import ProcessPoolTaskRunner

from flows.flow import PrefectRunner
from flows.runners import LocalRunner


def do_nothing(item: int) -> int:
    """Return the item."""
    return item


def cpu_seconds() -> float:
    """Return the CPU seconds of this process and the children that ended."""
    own, children = resource.getrusage(resource.RUSAGE_SELF), resource.getrusage(resource.RUSAGE_CHILDREN)
    return own.ru_utime + own.ru_stime + children.ru_utime + children.ru_stime


def measure(run: Callable[[int], None], few: int, many: int) -> tuple[float, float]:
    """Return wall and CPU seconds per task: the difference between many and few, so that starting up cancels out."""
    seconds = []
    for tasks in (few, many):
        wall, cpu = time.perf_counter(), cpu_seconds()
        run(tasks)
        seconds.append((time.perf_counter() - wall, cpu_seconds() - cpu))
    return tuple((b - a) / (many - few) for a, b in zip(*seconds, strict=True))  # type: ignore[return-value]


@flow(name="benchmark", task_runner=ProcessPoolTaskRunner(max_workers=2))
def map_as_tasks(tasks: int) -> None:
    """Map as a Prefect flow."""
    list(PrefectRunner().map("nothing", do_nothing, range(tasks)))


def map_locally(tasks: int) -> None:
    """Map in the local pool."""
    list(LocalRunner(2).map("nothing", do_nothing, range(tasks)))


def main() -> None:
    """Print what a task costs under either runner."""
    tasks = int(sys.argv[1]) if len(sys.argv) > 1 else 40
    map_as_tasks(2)  # the embedded server starts
    for name, run in (("prefect", map_as_tasks), ("local", map_locally)):
        wall, cpu = measure(run, 4, 4 + tasks)
        print(f"{name:<8} {1000 * wall:8.1f} ms wall {1000 * cpu:8.1f} ms CPU per task")


if __name__ == "__main__":
    main()
