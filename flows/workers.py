"""Worker processes that may die: each is one process behind one pipe, so that its death costs only what it held.

``concurrent.futures`` gives up the whole pool when one of its processes is killed, and leaves them running when the
parent is.
"""

from __future__ import annotations

import multiprocessing
import os
import pickle
import signal
import threading
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection
from types import TracebackType
from typing import Any, TypeVar

Item = TypeVar("Item")
Result = TypeVar("Result")

ATTEMPTS = 2
"""How many workers an item may cost: the first may have been killed for another's sake, the second was not."""

_STARTS = 5
"""How many workers may die in a row before they could begin; then none will come up."""

ITEM_SECONDS = 3600.0
"""What an item may take in a worker, before that one is killed: a batch takes some ten seconds, so it hangs."""

_PATIENCE = 5.0
_READY = "ready"


class WorkerLostError(RuntimeError):
    """Two worker processes died on one item; the message says what to do."""


class WorkersFailedError(RuntimeError):
    """Worker processes do not come up; the message says what to do."""


class WorkerPool:
    """Processes that work side by side; each call blocks its thread until a worker is free, and done.

    Use it as a context manager: at its end the workers end.
    """

    def __init__(self, size: int = 1) -> None:
        """Use at most this many processes."""
        self.size = size
        self._free = threading.Semaphore(size)
        self._idle: list[_Worker] = []
        self._all: set[_Worker] = set()
        self._lock = threading.Lock()
        self._killed = False

    def __enter__(self) -> WorkerPool:
        """Start nothing yet: a worker starts with the first call that finds none idle."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End all workers."""
        for worker in list(self._all):
            worker.end(at_once=self._killed)

    def kill(self) -> None:
        """End all workers now, whatever they are at; calls that wait for them fail."""
        self._killed = True
        for worker in list(self._all):
            worker.kill()

    def call(self, name: str, function: Callable[[Item], Result], item: Item) -> Result:
        """Call a picklable function on an item in a worker, again in another one if the first dies.

        Raises:
            WorkerLostError: both died. What the function raises is raised here as well.
            WorkersFailedError: no worker comes up.
        """
        with self._free:
            done, value = self._try_twice(name, function, item)
        if done:
            return value  # type: ignore[no-any-return]
        raise value

    def _try_twice(self, name: str, function: Callable[[Any], Any], item: object) -> tuple[bool, Any]:
        for _ in range(ATTEMPTS):
            worker = self._take(name)
            try:
                answer = worker.call(function, item)
            except (EOFError, OSError):
                self._drop(worker)
                continue
            with self._lock:
                self._idle.append(worker)
            return answer
        raise WorkerLostError(
            f"{ATTEMPTS} worker processes, one after the other, died or hung during '{name}', most likely for want of "
            "memory; try --workers 1"
        )

    def _take(self, name: str) -> _Worker:
        """Return an idle worker, or a new one that has come up."""
        for _ in range(_STARTS):
            with self._lock:
                if self._killed:
                    break
                if self._idle:
                    return self._idle.pop()
                worker = _Worker()
                self._all.add(worker)
            if worker.is_up():
                return worker
            self._drop(worker)
        raise WorkersFailedError(
            f"{_STARTS} worker processes died during '{name}' before they could begin, most likely for want of memory; "
            "try --workers 1"
        )

    def _drop(self, worker: _Worker) -> None:
        with self._lock:
            self._all.discard(worker)
        worker.end(at_once=True)


class _Worker:
    """A process and our end of its pipe."""

    def __init__(self) -> None:
        # spawn, not fork: onnxruntime and OpenBLAS have threads that a fork would lose
        context = multiprocessing.get_context("spawn")
        self._ours, theirs = context.Pipe()
        self._process = context.Process(target=_work, args=(theirs,), daemon=True)
        self._process.start()
        theirs.close()

    def is_up(self) -> bool:
        """Wait for the process's first word, and say whether it came."""
        try:
            return bool(self._ours.recv() == _READY)
        except (EOFError, OSError):
            return False

    def call(self, function: Callable[[Any], Any], item: object) -> tuple[bool, Any]:
        """Return whether the function came to its end, and its result or what it raised.

        Raises:
            EOFError, OSError: the worker died, or takes too long.
        """
        self._ours.send((function, item))
        if not self._ours.poll(ITEM_SECONDS):
            raise EOFError
        done, value = self._ours.recv()
        return done, value

    def kill(self) -> None:
        """Kill the process; whoever waits for its answer sees the pipe end."""
        self._process.kill()

    def end(self, at_once: bool) -> None:
        """End the process: it ends by itself when the pipe closes, unless it hangs."""
        self._ours.close()
        if not at_once:
            self._process.join(_PATIENCE)
        self._process.kill()
        self._process.join()


def _work(pipe: Connection) -> None:
    """Do what comes through the pipe until it closes."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches all processes; the parent decides
    _end_with_parent()
    pipe.send(_READY)
    while True:
        try:
            function, item = pipe.recv()
        except (EOFError, OSError):
            return
        _answer(pipe, function, item)


def _answer(pipe: Connection, function: Callable[[Any], Any], item: object) -> None:
    try:
        answer: tuple[bool, Any] = True, function(item)
    except Exception as error:
        # the traceback does not travel with the error
        error.add_note("in a worker process:\n" + traceback.format_exc())
        answer = False, _make_portable(error)
    pipe.send(answer)


def _make_portable(error: Exception) -> Exception:
    """Return the error if it comes through a pipe whole, else one that says the same."""
    try:
        pickle.loads(pickle.dumps(error))
    except Exception:
        return RuntimeError(f"{type(error).__name__}: {error}")
    return error


def _end_with_parent() -> None:
    """End this process when its parent does, however that ends: a killed parent cannot end its workers itself."""
    parent = multiprocessing.parent_process()

    def watch() -> None:
        if parent is not None:
            parent.join()
            os._exit(1)

    threading.Thread(target=watch, daemon=True).start()
