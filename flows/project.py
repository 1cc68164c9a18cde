"""The dbt project, compiled: its seeds, models and data tests as statements that DuckDB runs without dbt.

dbt says what there is, in which order, and what each template comes to. That depends on the project's files alone, and
is kept from run to run: docs/decisions/0014-dbt-compiles.md.
"""

from __future__ import annotations

import gc
import hashlib
import json
import logging
import os
import time
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Any

from flows.resources import SQL_DIR, list_project_files

_KEPT_SECONDS = 30 * 86_400


class WarehouseError(RuntimeError):
    """The warehouse could not be built; the message names the table, model or test and says what to do."""


@dataclass(frozen=True, slots=True)
class Node:
    """A seed, model or data test as dbt compiled it.

    ``kind`` is seed, model or test, ``file`` its path in ``sql/``, ``schema`` where a seed or model stands. ``code`` is
    the query, empty of a seed and of a model in Python; ``columns`` the types of a seed's columns. ``before`` and
    ``after`` are statements around it. A test that ``warns`` stops nothing; one that ``is_of_sources`` asks no model.
    """

    kind: str
    name: str
    file: str
    schema: str
    code: str
    columns: dict[str, str]
    before: list[str]
    after: list[str]
    is_view: bool
    warns: bool
    is_of_sources: bool


def compile_project(work_dir: Path, cache_dir: Path) -> list[Node]:
    """Return the project's nodes, each after those that it reads.

    Args:
        work_dir: takes what dbt writes.
        cache_dir: where they are kept for the next run, which saves about 8 CPU seconds.

    Raises:
        WarehouseError: dbt finds the project broken.
    """
    cached = cache_dir / f"project-{_hash_project()}.json"
    nodes = _read_nodes(cached)
    if nodes is None:
        work_dir.mkdir(parents=True, exist_ok=True)
        outcome = invoke_dbt(["compile", "--no-populate-cache"], work_dir / "compiled.duckdb", work_dir)
        if outcome.exception or not outcome.success:
            said = outcome.exception or next(result.message for result in outcome.result.results if result.message)
            raise WarehouseError(f"dbt could not compile the models in {SQL_DIR}: {said}")
        nodes = [_read_node(result.node) for result in outcome.result.results]
        _keep_nodes(nodes, cached)
    return nodes


def find_cache_dir() -> Path:
    """Return where the compiled project is kept from run to run."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "whosaid"


def invoke_dbt(arguments: list[str], warehouse_path: Path, work_dir: Path) -> Any:
    """Run a dbt command in this process, quietly, and return its ``dbtRunnerResult``.

    Args:
        arguments: the command and its own options, e.g. ``["test", "--select", "test_type:unit"]``.
        warehouse_path: the DuckDB file to work on; closed again on return.
        work_dir: takes what dbt writes.
    """
    with _contain_dbt():
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.cli.main import dbtRunner

    target = work_dir.resolve() / "dbt"  # dbt takes a relative path from the project's folder
    options = ["--project-dir", str(SQL_DIR), "--profiles-dir", str(SQL_DIR)]
    options += ["--vars", json.dumps({"warehouse": str(warehouse_path.resolve())})]
    options += ["--target-path", str(target), "--log-path", str(target), "--log-level", "none"]
    options += ["--log-level-file", "none", "--no-write-json", "--no-send-anonymous-usage-stats"]
    try:
        with _contain_dbt():
            return dbtRunner().invoke([*arguments, *options])
    finally:
        # dbt drops its connection without closing it, and the file could not be opened again with other settings
        environment = DuckDBConnectionManager._ENV
        if environment is not None:
            environment.close()
            DuckDBConnectionManager.close_all_connections()


@contextmanager
def _contain_dbt() -> Iterator[None]:
    """Keep what dbt does to its process to itself, and spare it garbage collection.

    One of its imports gives the root logger a handler, another sets warning filters. And dbt makes many objects but
    few cycles: looking for them takes a tenth of its time.
    """
    root, collected = logging.getLogger(), gc.isenabled()
    handlers = root.handlers[:]
    gc.disable()
    try:
        with warnings.catch_warnings():
            yield
    finally:
        root.handlers[:] = handlers
        if collected:
            gc.enable()


def _read_node(node: Any) -> Node:
    kind, config = str(node.resource_type), node.config
    is_query = kind == "test" or (kind == "model" and node.language == "sql")
    return Node(
        kind=kind,
        name=node.name,
        file=node.original_file_path,
        schema=node.schema,
        code=node.compiled_code if is_query else "",
        columns=dict(config.column_types) if kind == "seed" else {},
        before=[hook.sql for hook in getattr(config, "pre_hook", ())],
        after=[hook.sql for hook in getattr(config, "post_hook", ())],
        is_view=config.materialized == "view",
        warns=kind == "test" and config.severity.lower() == "warn",
        is_of_sources=kind == "test" and all(name.startswith("source.") for name in node.depends_on.nodes),
    )


def _hash_project() -> str:
    """Hash all that a compiled project depends on: its files, and the versions that compile it."""
    digest = hashlib.sha256(f"{version('dbt-core')} {version('dbt-duckdb')}".encode())
    for file in list_project_files():
        digest.update(f"\n{file.relative_to(SQL_DIR)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _read_nodes(path: Path) -> list[Node] | None:
    """Return the compiled project that a run before left, or none: a cache must never be the reason for a failure."""
    try:
        return [Node(**row) for row in json.loads(path.read_bytes())]
    except Exception:
        return None


def _keep_nodes(nodes: list[Node], path: Path) -> None:
    """Keep the compiled project for the next run, beside those of other checkouts; what is a month old goes."""
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        partial = path.with_name(f"{path.name}.{os.getpid()}")
        partial.write_text(json.dumps([asdict(node) for node in nodes]), encoding="utf-8")
        partial.replace(path)
        for other in path.parent.glob("project-*.json*"):
            if other.stat().st_mtime < time.time() - _KEPT_SECONDS:
                other.unlink(missing_ok=True)
    except OSError:
        # a read-only home costs the next run some seconds, nothing more
        return
