"""Workers of a Dask cluster in place of processes of our own: what `--dask` names.

They must run the same code as this process, one thread each, and see the output folder, the language pipeline and the
seeds under the same paths: batches and their rows are files, and only their names travel.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, TypeVar

from flows.workers import ITEM_SECONDS, WorkerLostError, WorkersFailedError

if TYPE_CHECKING:
    from distributed import Client

Item = TypeVar("Item")
Result = TypeVar("Result")

_CONNECT_SECONDS = 30
_AHEAD = 2
"""Items in the cluster for each worker: the next one waits there, so that no worker waits for us."""


class DaskPool:
    """Takes calls as `flows.workers.WorkerPool` does, and has a cluster's workers answer them."""

    def __init__(self, address: str, seen: Path) -> None:
        """Name the scheduler, and a path that every worker must see."""
        self._address, self._seen = address, seen
        self._client: Client | None = None
        self.size = 1

    def __enter__(self) -> DaskPool:
        """Connect, and look at the workers.

        Raises:
            WorkersFailedError: there is no scheduler, no worker, or one that cannot do this work.
        """
        try:
            from distributed import Client
        except ImportError as error:
            raise WorkersFailedError("--dask needs the extra: pip install 'whosaid[dask]'") from error
        try:
            self._client = Client(self._address, timeout=_CONNECT_SECONDS, set_as_default=False)
        except (OSError, ValueError) as error:
            raise WorkersFailedError(
                f"no Dask scheduler answers at {self._address} ({error}); start one with 'dask scheduler', or run "
                "without --dask"
            ) from error
        try:
            self.size = _AHEAD * self._check_workers(self._client)
        except BaseException:
            self._client.close()
            raise
        return self

    def _check_workers(self, client: Client) -> int:
        """Return how many workers there are; one that leaves while it is asked is none."""
        from distributed.comm import CommClosedError

        workers = client.scheduler_info(n_workers=-1)["workers"]
        for worker, found in workers.items():
            if found["nthreads"] != 1:
                raise WorkersFailedError(
                    f"the Dask worker {worker} has {found['nthreads']} threads; the language pipeline needs a process "
                    "for each: start it with --nthreads 1, and --nworkers for more of them"
                )
        here = _describe(self._seen)
        told = client.run(_describe, self._seen, on_error="return") if workers else {}
        stay = {worker: there for worker, there in told.items() if not isinstance(there, CommClosedError)}
        if not stay:
            raise WorkersFailedError(
                f"the Dask scheduler at {self._address} has no workers; start some with 'dask worker {self._address} "
                "--nthreads 1'"
            )
        for worker, there in stay.items():
            if there != here:
                raise WorkersFailedError(
                    f"the Dask worker {worker} has {_tell(there)}, this machine {_tell(here)}; install the same "
                    "whosaid there, and mount the output folder under the same path"
                )
        return len(stay)

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Leave the cluster; what it still holds of ours is cancelled."""
        if self._client is not None:
            self._client.close()

    def kill(self) -> None:
        """Let go of all calls; those that wait for them fail."""
        if self._client is not None:
            self._client.close()

    def call(self, name: str, function: Callable[[Item], Result], item: Item) -> Result:
        """Call a function on an item in some worker.

        Raises:
            WorkerLostError: workers died on it, or it hangs. What the function raises is raised here as well.
        """
        from distributed.scheduler import KilledWorker

        assert self._client is not None, "the pool is not open"
        future = self._client.submit(function, item, pure=False)
        try:
            result: Result = future.result(timeout=_AHEAD * ITEM_SECONDS)
        except (KilledWorker, TimeoutError, CancelledError) as error:
            future.cancel(force=True)
            raise WorkerLostError(f"Dask's workers died or hung during '{name}'; see their logs") from error
        finally:
            future.release()
        return result


def _describe(seen: Path) -> dict[str, Any]:
    """Return what must be the same in every process that works on a run."""
    from flows.fingerprint import hash_code

    return {"code": hash_code(), "sees": seen.is_dir()}


def _tell(found: Any) -> str:
    if not isinstance(found, dict):
        return f"no whosaid ({found})"
    return f"code {found['code'][:8]}{'' if found['sees'] else ' and no such output folder'}"
