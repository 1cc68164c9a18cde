"""How the build's work is carried out: the build names its steps and maps over batches, a runner does it."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from typing import Protocol, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")


class Runner(Protocol):
    """Carries out the build's steps. Paths and small manifests go in and come out, never frames."""

    def run(self, name: str, function: Callable[..., Result], *args: object) -> Result:
        """Carry out one step and return its result."""
        ...

    def map(self, name: str, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Apply a picklable function to every item, side by side where that pays; results in the items' order."""
        ...


class WorkerLostError(RuntimeError):
    """A worker process died; the message says what to do."""


class ServerUnreachableError(RuntimeError):
    """A Prefect server is configured but does not answer; the message says what to do."""


class LocalRunner:
    """Runs the steps in this process, and maps over several items in a pool of processes."""

    def __init__(self, workers: int) -> None:
        """Use at most this many processes."""
        self._workers = workers

    def run(self, name: str, function: Callable[..., Result], *args: object) -> Result:  # noqa: ARG002
        """Call the function."""
        return function(*args)

    def map(self, name: str, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Map in the pool; a single item is done here, since a worker would load the pipeline once more."""
        if len(items) < 2 or self._workers < 2:
            yield from map(function, items)
            return
        # spawn, not fork: onnxruntime and OpenBLAS have threads that a fork would lose
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(min(self._workers, len(items)), mp_context=context) as pool:
            try:
                yield from pool.map(function, items)
            except BrokenProcessPool as error:
                raise WorkerLostError(
                    f"a worker process died during '{name}', most likely for want of memory; try --workers 1"
                ) from error
