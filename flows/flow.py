"""The build as a Prefect flow: thin tasks over the same core, seen in a Prefect server when one is configured."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Annotated, Any, TypeVar
from uuid import UUID

from prefect import flow, get_run_logger, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import State
from prefect.runtime import flow_run
from prefect.settings import PREFECT_API_URL
from prefect.states import Crashed
from prefect.task_runners import ThreadPoolTaskRunner
from pydantic import AfterValidator, Field, NonNegativeInt, PositiveInt

from flows.alert import tell_of_errors, watch_run
from flows.build import GOOD, RunResult, run_build
from flows.remote import bring_output, run_anywhere
from flows.resources import MODEL_DIR, SEEDS_DIR
from flows.runners import Cluster, ServerUnreachableError, WorkerLostError, WorkersFailedError, open_pool, settle
from flows.settings import Settings
from flows.summary import count_rejects, render_markdown
from transforms.dates import parse_published_at

Item = TypeVar("Item")
Result = TypeVar("Result")

RETRIES = 2
RETRY_DELAY_SECONDS = 5
FLOW_RETRIES = 1
FLOW_RETRY_DELAY_SECONDS = 60
"""A scheduled run is tried again, once: a mount may come back, and finished batches are not done again."""

CORES = os.cpu_count() or 1
CLUSTER_TASKS = 256
"""Tasks that wait for a cluster's workers at a time; a deployment with ``dask`` wants as many (``with_options``)."""
Share = Annotated[float, Field(ge=0, le=1)]
Day = Annotated[str, Field(pattern=r"^\d{4}-\d{2}-\d{2}$")]


def _check_date(value: str | None) -> str | None:
    if value is not None:
        parse_published_at(value)
    return value


class RunFailedError(RuntimeError):
    """A run ended without being what it should be: nothing usable, or a threshold not met."""

    def __init__(self, result: RunResult) -> None:
        """Keep the result, which the command line prints."""
        super().__init__(f"{result.status}: {result.problem}")
        self.result = result


class PrefectRunner:
    """Hands every step to Prefect as a task, and maps over batches in worker processes, one task each.

    The tasks wait in threads: Prefect's own pool of processes breaks as a whole when one of them is killed.
    """

    def __init__(self, workers: int = 1, cluster: Cluster | None = None) -> None:
        """Use at most this many processes, or a cluster's."""
        self._workers = workers
        self._cluster = cluster

    def run(self, name: str, function: Callable[..., Result], *args: object) -> Result:
        """Run one step as a task of this name."""
        return task(name=name, persist_result=False)(function)(*args)

    def map(
        self,
        name: str,
        function: Callable[[Item], Result],
        items: Sequence[Item],
        rescue: Callable[[Item], Result] | None = None,
    ) -> Iterator[Result]:
        """Run one task per item side by side; every future is resolved, so a failed batch fails the flow."""
        as_task = task(
            name=name,
            retries=RETRIES,
            retry_delay_seconds=RETRY_DELAY_SECONDS,
            retry_condition_fn=_may_pass,
            persist_result=False,
        )
        with open_pool(self._workers, self._cluster) as pool:

            def work(item: Item) -> Result:
                aside = self._workers > 1 or self._cluster is not None
                return pool.call(name, function, item) if aside else function(item)

            futures = [as_task(work).submit(item) for item in items]
            try:
                for future, item in zip(futures, items, strict=True):
                    yield settle(future.result, item, rescue)
            except BaseException:
                pool.kill()
                raise


def _may_pass(task: object, run: object, state: State[Any]) -> bool:  # noqa: ARG001
    """Say whether a failed task is worth another try; where workers died, two have been tried already."""
    try:
        state.result()
    except (WorkerLostError, WorkersFailedError):
        return False
    except Exception:
        return True
    return False


@flow(
    name="whosaid",
    task_runner=ThreadPoolTaskRunner(max_workers=CORES),  # type: ignore[arg-type]
    retries=FLOW_RETRIES,
    retry_delay_seconds=FLOW_RETRY_DELAY_SECONDS,
    persist_result=False,
)
def run_whosaid(
    inputs: Annotated[list[str], Field(min_length=1)],
    out: Path,
    outlet: str | None = None,
    published_at: Annotated[str | None, AfterValidator(_check_date)] = None,
    seeds_dir: Path = SEEDS_DIR,
    model: Path = MODEL_DIR,
    pipeline: str | None = None,
    encoding: str | None = None,
    columns: dict[str, str] | None = None,
    day_first: bool = False,
    workers: PositiveInt = CORES,
    wait: bool = True,
    min_articles: NonNegativeInt | None = None,
    max_rejects: Share | None = None,
    max_shrink: Share | None = None,
    alert: str | None = None,
    site: bool = True,
    rebuild: bool = False,
    add: bool = False,
    since: Day | None = None,
    until: Day | None = None,
    keep: NonNegativeInt | None = None,
    dask: str | None = None,
) -> RunResult:
    """Build all tables from the inputs, publish them into ``out``, and leave a summary as an artifact.

    Raises:
        RunFailedError: nothing was usable, or a threshold was not met; the state of the flow is then Failed.
    """
    with tell_of_errors(alert, out, _warn):
        out = bring_output(out)
    settings = Settings(
        tuple(inputs),
        out,
        outlet=outlet,
        published_at=published_at,
        seeds_dir=seeds_dir,
        model=model,
        pipeline=pipeline,
        encoding=encoding,
        columns=tuple((columns or {}).items()),
        day_first=day_first,
        wait=wait,
        min_articles=min_articles,
        max_rejects=max_rejects,
        max_shrink=max_shrink,
        alert=alert,
        site=site,
        rebuild=rebuild,
        add=add,
        since=since,
        until=until,
        keep=keep,
    )
    report = (_log_progress, str(flow_run.id), _declare_crashed, _inform)
    runner = PrefectRunner(workers, Cluster(dask, out) if dask else None)

    def build(here: Settings) -> RunResult:
        return run_build(here, runner, *report)

    result = watch_run(alert, out, lambda: run_anywhere(settings, build), _warn)
    _log_result(result)
    create_markdown_artifact(key="whosaid-summary", markdown=render_markdown(result), description="What the run found")
    create_table_artifact(
        key="whosaid-rows",
        table=[{"table": name, "rows": rows} for name, rows in result.counts.items()],
        description="Rows per table",
    )
    if result.status not in GOOD:
        raise RunFailedError(result)
    return result


def _declare_crashed(flow_run_id: str) -> None:
    """Tell the server of a flow run that was killed: it cannot, and would stand as running for good."""
    message = "its process ended without a word: killed, out of memory, or the machine went down"
    try:
        with get_client(sync_client=True) as client:
            client.set_flow_run_state(UUID(flow_run_id), Crashed(message=message), force=True)
    except Exception as error:  # another server's run, or removed since: no reason to stop this one
        get_run_logger().warning("flow run %s was killed, and could not be declared so: %s", flow_run_id, error)


def _inform(text: str) -> None:
    get_run_logger().info("%s", text)


def _warn(text: str) -> None:
    get_run_logger().warning("%s", text)


def _log_progress(stage: str, done: int, total: int) -> None:
    unit = " words" if stage == "extract" else ""
    get_run_logger().info("%s: %s of %s%s", stage, f"{done:,}", f"{total:,}", unit)


def _log_result(result: RunResult) -> None:
    logger = get_run_logger()
    counts = ", ".join(f"{count:,} {name}" for name, count in result.counts.items())
    logger.info("run %s %s: %s", result.run_id, result.status, counts or "no tables published")
    for reason, count in count_rejects(result):
        logger.warning("rejected: %s %s", f"{count:,}", reason)


def _check_server() -> None:
    """Ask a configured server for its health: without one, Prefect fails with a page of traceback."""
    address = PREFECT_API_URL.value()
    if address:
        with get_client(sync_client=True) as client:
            problem = client.api_healthcheck()
        if problem:
            raise ServerUnreachableError(
                f"the Prefect server at {address} does not answer ({problem}); start it, unset PREFECT_API_URL, "
                "or run with --no-prefect"
            )


def run_as_flow(settings: Settings, workers: int, dask: str | None, warn: Callable[[str], None]) -> RunResult:
    """Run the flow from the command line, batches side by side in as many processes, or in a cluster's.

    Args:
        settings: the run's.
        workers: how many processes.
        dask: the cluster's address.
        warn: told why an alert could not be given before the flow began; the flow has its own log.

    Raises:
        ServerUnreachableError: PREFECT_API_URL names a server that does not answer.
    """
    with tell_of_errors(settings.alert, settings.out, warn):
        _check_server()
    configured = run_whosaid.with_options(
        task_runner=ThreadPoolTaskRunner(max_workers=CLUSTER_TASKS if dask else workers),  # type: ignore[arg-type]
        retries=0,
    )
    try:
        return configured(
            inputs=list(settings.inputs),
            out=settings.out,
            outlet=settings.outlet,
            published_at=settings.published_at,
            seeds_dir=settings.seeds_dir,
            model=settings.model,
            pipeline=settings.pipeline,
            encoding=settings.encoding,
            columns=dict(settings.columns),
            day_first=settings.day_first,
            workers=workers,
            wait=settings.wait,
            min_articles=settings.min_articles,
            max_rejects=settings.max_rejects,
            max_shrink=settings.max_shrink,
            alert=settings.alert,
            site=settings.site,
            rebuild=settings.rebuild,
            add=settings.add,
            since=settings.since,
            until=settings.until,
            keep=settings.keep,
            dask=dask,
        )
    except RunFailedError as error:
        return error.result
