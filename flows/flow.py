"""The build as a Prefect flow: thin tasks over the same core, seen in a Prefect server when one is configured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TypeVar

from prefect import flow, task
from prefect.artifacts import create_markdown_artifact, create_table_artifact
from prefect.client.orchestration import get_client
from prefect.settings import PREFECT_API_URL
from prefect.task_runners import ProcessPoolTaskRunner

from flows.build import RunResult, run_build
from flows.resources import MODEL_DIR, SEEDS_DIR
from flows.runners import ServerUnreachableError
from flows.settings import Settings
from flows.summary import render_summary

Item = TypeVar("Item")
Result = TypeVar("Result")

RETRIES = 2
RETRY_DELAY_SECONDS = 5


class PrefectRunner:
    """Hands every step to Prefect as a task, and maps over batches on the flow's task runner."""

    def run(self, name: str, function: Callable[..., Result], *args: object) -> Result:
        """Run one step as a task of this name."""
        return task(name=name, persist_result=False)(function)(*args)

    def map(self, name: str, function: Callable[[Item], Result], items: Sequence[Item]) -> Iterator[Result]:
        """Run one task per item side by side; every future is resolved, so a failed batch fails the flow."""
        as_task = task(name=name, retries=RETRIES, retry_delay_seconds=RETRY_DELAY_SECONDS, persist_result=False)
        batch_task = as_task(function)
        futures = [batch_task.submit(item) for item in items]
        for future in futures:
            yield future.result()


# Processes, since the work is Python's; as many as there are cores unless Prefect's own setting says otherwise.
# Prefect types the parameter by a future class that its own process pool does not derive from.
@flow(
    name="whosaid",
    task_runner=ProcessPoolTaskRunner(),  # type: ignore[arg-type]
    persist_result=False,
    validate_parameters=False,
)
def run_whosaid(
    inputs: list[str],
    out: str,
    outlet: str | None = None,
    published_at: str | None = None,
    seeds_dir: str = str(SEEDS_DIR),
    model: str = str(MODEL_DIR),
    pipeline: str | None = None,
    encoding: str | None = None,
    columns: dict[str, str] | None = None,
    day_first: bool = False,
) -> RunResult:
    """Build all tables from the inputs, publish them into ``out``, and leave a summary as an artifact."""
    settings = Settings(
        tuple(inputs),
        Path(out),
        outlet,
        published_at,
        Path(seeds_dir),
        Path(model),
        pipeline,
        encoding=encoding,
        columns=tuple((columns or {}).items()),
        day_first=day_first,
    )
    result = run_build(settings, PrefectRunner())
    create_markdown_artifact(key="whosaid-summary", markdown=render_summary(result), description="What the run found")
    create_table_artifact(
        key="whosaid-rows",
        table=[{"table": name, "rows": rows} for name, rows in result.counts.items()],
        description="Rows per table",
    )
    return result


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


def run_as_flow(settings: Settings, workers: int) -> RunResult:
    """Run the flow from the command line, batches side by side in as many processes.

    Raises:
        ServerUnreachableError: PREFECT_API_URL names a server that does not answer.
    """
    _check_server()
    configured = run_whosaid.with_options(task_runner=ProcessPoolTaskRunner(max_workers=workers))  # type: ignore[arg-type]
    return configured(
        list(settings.inputs),
        str(settings.out),
        settings.outlet,
        settings.published_at,
        str(settings.seeds_dir),
        str(settings.model),
        settings.pipeline,
        settings.encoding,
        dict(settings.columns),
        settings.day_first,
    )
