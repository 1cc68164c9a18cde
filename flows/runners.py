"""How the build's work is carried out: the build names its steps and maps over batches, a runner does it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol, TypeVar

from flows.cluster import DaskPool
from flows.workers import WorkerLostError, WorkerPool, WorkersFailedError

__all__ = ["Cluster", "LocalRunner", "Runner", "ServerUnreachableError", "WorkerLostError", "WorkersFailedError"]

Item = TypeVar("Item")
Result = TypeVar("Result")


class Runner(Protocol):
    """Carries out the build's steps. Paths and small manifests go in and come out, never frames."""

    def run(self, name: str, function: Callable[..., Result], *args: object) -> Result:
        """Carry out one step and return its result."""
        ...

    def map(
        self,
        name: str,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        rescue: Callable[[Item], Result] | None = None,
    ) -> Iterator[Result]:
        """Apply a picklable function to every item, side by side where that pays; results in the items' order.

        Args:
            name: what is done, for whoever watches.
            function: what is done with each item.
            items: what it is done with.
            rescue: called here, in this process, for an item on which two worker processes died.

        Raises:
            WorkerLostError: two worker processes died on an item, and nothing is there to rescue it.
        """
        ...


class ServerUnreachableError(RuntimeError):
    """A Prefect server is configured but does not answer; the message says what to do."""


@dataclass(frozen=True, slots=True)
class Cluster:
    """A Dask cluster: its scheduler's address, and the output folder, which its workers must see."""

    address: str
    out: Path


def open_pool(workers: int, cluster: Cluster | None = None) -> WorkerPool | DaskPool:
    """Return what carries out calls side by side: a cluster's workers, or processes of our own."""
    return DaskPool(cluster.address, cluster.out.resolve()) if cluster else WorkerPool(workers)


class LocalRunner:
    """Runs the steps in this process, and maps over several items in worker processes, or in those of a cluster."""

    def __init__(self, workers: int, cluster: Cluster | None = None) -> None:
        """Use at most this many processes, or a cluster's."""
        self._workers = workers
        self._cluster = cluster

    def run(self, name: str, function: Callable[..., Result], *args: object) -> Result:  # noqa: ARG002
        """Call the function."""
        return function(*args)

    def map(
        self,
        name: str,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        rescue: Callable[[Item], Result] | None = None,
    ) -> Iterator[Result]:
        """Map in the workers; a single item is done here, since a worker would load the pipeline once more."""
        if len(items) < 2 or (self._workers < 2 and self._cluster is None):
            yield from map(function, items)
            return
        with (
            open_pool(self._workers, self._cluster) as pool,
            ThreadPoolExecutor(min(pool.size, len(items))) as threads,
        ):
            futures = [threads.submit(pool.call, name, function, item) for item in items]
            try:
                for future, item in zip(futures, items, strict=True):
                    yield settle(future.result, item, rescue)
            except BaseException:
                threads.shutdown(wait=False, cancel_futures=True)
                pool.kill()  # or the threads would wait for them
                raise


def settle(wait: Callable[[], Result], item: Item, rescue: Callable[[Item], Result] | None) -> Result:
    """Wait for an item's result, and rescue the item if its workers died."""
    try:
        return wait()
    except WorkerLostError:
        if rescue is None:
            raise
        return rescue(item)
