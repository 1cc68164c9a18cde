"""Building the warehouse: the tables in one DuckDB file, the dbt models over them, and every mart as Parquet."""

from __future__ import annotations

import gc
import hashlib
import json
import logging
import os
import shutil
import warnings
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import TYPE_CHECKING, Any

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.resources import SQL_DIR, list_project_files, load_seeds, read_query
from flows.storage import write_batches
from transforms.render.duckdb import quote_literal, render_comments, render_ddl, render_name, render_view
from transforms.schema import MODELED, Layer, Table
from transforms.seeds import Seeds
from transforms.tables import list_tables

if TYPE_CHECKING:
    from dbt.contracts.graph.manifest import Manifest

WAREHOUSE = "warehouse.duckdb"
"""The warehouse's file in a run's folder."""

STORAGE_VERSION = "v1.0.0"
"""The oldest DuckDB that can read the file: BI tools bring older clients than ours."""

MEMORY_LIMIT = "2GB"
"""What DuckDB may hold in memory; what is more goes to disk, beside the warehouse. A step of a join cannot: of a
million claims one holds more than 600 MB."""

_BATCH_ROWS = 65_536
_SAMPLE_ROWS = 5


class WarehouseError(RuntimeError):
    """The warehouse could not be built; the message names the table, model or test and says what to do."""


@dataclass(frozen=True, slots=True)
class WarehouseResult:
    """What was built.

    ``rows`` holds the rows of every table and mart; ``tests`` the status (pass or warn) of every dbt test by name;
    ``warnings`` one line for every finding of a test that only warns.
    """

    path: Path
    rows: Mapping[str, int]
    tests: Mapping[str, str]
    warnings: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class _Node:
    """How one dbt model or test went; ``sql`` is what it ran, ``failures`` the rows that a test found."""

    kind: str
    name: str
    file: str
    status: str
    message: str | None
    failures: int | None
    sql: str


def build_warehouse(
    tables_dir: Path,
    warehouse_path: Path,
    marts_dir: Path,
    seeds_dir: Path,
    work_dir: Path,
    cache_dir: Path | None = None,
) -> WarehouseResult:
    """Build a new warehouse file and the Parquet files of its marts.

    Args:
        tables_dir: holds the extracted and matched tables, ``<table>/*.parquet``.
        warehouse_path: the DuckDB file to write; it must not exist yet.
        marts_dir: where each mart is written as ``<mart>.parquet``.
        seeds_dir: the seed files; the outlets are loaded.
        work_dir: where dbt may leave what it compiles.
        cache_dir: where the parsed dbt project is kept for the next run (it saves about 3 CPU seconds);
            by default ``whosaid`` in the user's cache folder.

    Raises:
        SeedError: a seed file is broken.
        WarehouseError: a table does not have the registry's columns, or a model or a test failed.
    """
    if warehouse_path.exists():
        raise WarehouseError(
            f"{warehouse_path} exists already; a warehouse is built as a new file, so name another one"
        )
    warehouse_path.parent.mkdir(parents=True, exist_ok=True)
    load_warehouse(warehouse_path, tables_dir, load_seeds(seeds_dir))
    nodes = _build_models(warehouse_path, work_dir, cache_dir or find_cache_dir())
    tests = {node.name: node.status for node in nodes if node.kind == "test"}
    findings = [line for node in nodes if node.status == "warn" for line in _list_warnings(node, warehouse_path)]
    with _open_database(warehouse_path) as connection:
        connection.begin()
        for table in list_tables():
            connection.execute(";".join([render_view(table), *render_comments(table)]))
        connection.execute(read_query("client_macros"))
        connection.commit()
        rows = {t.name: _count_rows(connection, t) for t in list_tables()}
        for table in list_tables(*MODELED):
            _export_mart(connection, table, marts_dir)
    return WarehouseResult(warehouse_path, rows, tests, tuple(findings))


def replace_rows(warehouse_path: Path, table: Table, files: list[Path]) -> None:
    """Put the rows of a table's files in place of those that a warehouse holds.

    Raises:
        WarehouseError: the rows do not fit.
    """
    with _open_database(warehouse_path) as connection:
        connection.begin()
        connection.execute(f"DELETE FROM {render_name(table)}")
        _insert_batches(connection, table, files)
        connection.commit()


def _open_database(path: Path) -> duckdb.DuckDBPyConnection:
    connection = duckdb.connect(
        str(path), config={"storage_compatibility_version": STORAGE_VERSION, "memory_limit": MEMORY_LIMIT}
    )
    connection.execute("SET TimeZone = 'UTC'; SET enable_progress_bar = false")
    return connection


def _count_rows(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {render_name(table)}").fetchall()[0]
    return int(count)


# Loading


def load_warehouse(path: Path, tables_dir: Path, seeds: Seeds) -> None:
    """Create the file with every extracted and matched table, and the seeds."""
    tables = list(list_tables(Layer.EXTRACTED, Layer.MATCHED))
    files = {table.name: sorted((tables_dir / table.name).glob("**/*.parquet")) for table in tables}
    problems = [problem for table in tables for problem in _find_problems(table, files[table.name], tables_dir)]
    if problems:
        raise WarehouseError("the tables do not have the declared columns:\n  " + "\n  ".join(problems))
    with _open_database(path) as connection:
        connection.begin()  # one commit instead of one per comment
        for schema in sorted({table.schema_name for table in tables}):
            connection.execute(f"CREATE SCHEMA {schema}")
        for table in tables:
            connection.execute(render_ddl(table))
            _insert_batches(connection, table, files[table.name])
        _load_seeds(connection, seeds)
        connection.commit()


def _find_problems(table: Table, files: list[Path], tables_dir: Path) -> Iterator[str]:
    """Compare a table's files to its declaration: a differing type would silently turn a whole column into text."""
    if not files:
        yield f"{table.name}: no Parquet file under {tables_dir / table.name}; run the stage that writes it"
    declared = {c.name: c.type for c in table.columns}
    for file in files:
        try:
            found = {field.name: field.type for field in pq.read_schema(file)}
        except (pa.ArrowException, OSError) as error:
            yield f"{table.name}: {file} is no readable Parquet file ({error}); run again to write it anew"
            continue
        yield from (f"{table.name}: {file} lacks column {name}" for name in declared if name not in found)
        yield from (f"{table.name}: {file} has the undeclared column {name}" for name in found if name not in declared)
        yield from (
            f"{table.name}: {file} holds {name} as {found[name]}, declared as {kind}"
            for name, kind in declared.items()
            if name in found and found[name] != kind
        )


def _insert_batches(connection: duckdb.DuckDBPyConnection, table: Table, files: list[Path]) -> None:
    """Insert a table's rows. Arrow reads the files, not DuckDB, since it alone notices a flipped bit."""
    columns = ", ".join(f'"{name}"' for name in table.column_names)
    for file in files:
        with pq.ParquetFile(file, page_checksum_verification=True) as parquet:
            if not parquet.metadata.num_rows:
                continue
            batches = pa.RecordBatchReader.from_batches(parquet.schema_arrow, parquet.iter_batches(_BATCH_ROWS))
            connection.register("incoming", batches)
            try:
                connection.execute(f"INSERT INTO {render_name(table)} ({columns}) SELECT {columns} FROM incoming")
            except (duckdb.Error, pa.ArrowException, OSError) as error:
                problem = str(error).split(" Detail:")[0]  # without Python's own traceback
                raise WarehouseError(
                    f"{table.name}: {file} could not be loaded: {problem}; run again to write it anew"
                ) from error
            connection.unregister("incoming")


def _load_seeds(connection: duckdb.DuckDBPyConnection, seeds: Seeds) -> None:
    """Load what the models need of the seeds: every name of an outlet, in lower case, with what is known of it."""
    columns = ("outlet", "country", "language", "medium", "leaning", "reliability")
    names = [(name, o) for o in seeds.outlets.values() for name in sorted({n.lower() for n in (o.outlet, *o.aliases)})]
    known = [{"outlet_name": name} | {column: getattr(o, column) for column in columns} for name, o in names]
    owners = [
        {"outlet_name": name, "outlet": o.outlet, "publisher_family": family, "valid_from": first, "valid_to": last}
        for name, o in names
        for family, first, last in o.list_periods()
    ]
    text, day = pa.string(), pa.date32()
    schemas = {
        "outlet_names": [(column, text) for column in ("outlet_name", *columns)],
        "outlet_owners": [
            *((column, text) for column in ("outlet_name", "outlet", "publisher_family")),
            *((column, day) for column in ("valid_from", "valid_to")),
        ],
    }
    connection.execute("CREATE SCHEMA seeds")
    for table, rows in (("outlet_names", known), ("outlet_owners", owners)):
        connection.register("incoming", pa.Table.from_pylist(rows, schema=pa.schema(schemas[table])))
        connection.execute(f"CREATE TABLE seeds.{table} AS SELECT * FROM incoming")
        connection.unregister("incoming")


# Models and tests


def _build_models(warehouse_path: Path, work_dir: Path, cache_dir: Path) -> list[_Node]:
    """Run every dbt model and data test; the project's unit tests do not depend on the data and are left to pytest.

    Raises:
        WarehouseError: the project is broken, or a model or a test failed.
    """
    outcome = invoke_dbt(
        ["build", "--exclude-resource-type", "unit_test", "--exclude-resource-type", "exposure"],
        warehouse_path,
        work_dir,
        cache_dir,
    )
    if outcome.exception:
        raise WarehouseError(f"dbt could not run: {outcome.exception}") from outcome.exception
    nodes = [_read_node(result) for result in outcome.result.results]
    failed = [node for node in nodes if node.status in ("error", "fail")]
    if failed:
        raise WarehouseError("\n".join(_describe_failure(node, warehouse_path) for node in failed))
    return nodes


def _read_node(result: Any) -> _Node:
    node = result.node
    return _Node(
        kind=str(node.resource_type),
        name=node.name,
        file=f"sql/{node.original_file_path}",
        status=str(result.status),
        message=result.message,
        failures=result.failures,
        sql=getattr(node, "compiled_code", None) or "",  # a seed has none
    )


def invoke_dbt(arguments: list[str], warehouse_path: Path, work_dir: Path, cache_dir: Path | None = None) -> Any:
    """Run a dbt command in this process, quietly, and return its ``dbtRunnerResult``.

    Args:
        arguments: the command and its own options, e.g. ``["test", "--select", "test_type:unit"]``.
        warehouse_path: the DuckDB file to work on; closed again on return.
        work_dir: takes what dbt writes.
        cache_dir: where the parsed project is kept, if it shall be.
    """
    with _contain_dbt():
        from dbt.adapters.duckdb.connections import DuckDBConnectionManager
        from dbt.cli.main import dbtRunner

    target = work_dir.resolve() / "dbt"  # dbt takes a relative path from the project's folder
    options = ["--project-dir", str(SQL_DIR), "--profiles-dir", str(SQL_DIR)]
    options += ["--vars", json.dumps({"warehouse": str(warehouse_path.resolve()), "memory_limit": MEMORY_LIMIT})]
    options += ["--target-path", str(target), "--log-path", str(target), "--log-level", "none"]
    options += ["--log-level-file", "none", "--no-write-json", "--no-send-anonymous-usage-stats"]
    cached = cache_dir / f"dbt-{_hash_project()}.msgpack" if cache_dir else None
    manifest = _read_manifest(cached) if cached else None
    try:
        with _contain_dbt():
            return dbtRunner(manifest=manifest).invoke([*arguments, *options])
    finally:
        # dbt drops its connection without closing it, and the file could not be opened again with other settings
        environment = DuckDBConnectionManager._ENV
        if environment is not None:
            environment.close()
            DuckDBConnectionManager.close_all_connections()
        if cached and manifest is None:
            _keep_manifest(target / "partial_parse.msgpack", cached)


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


def find_cache_dir() -> Path:
    """Return where the parsed project is kept from run to run."""
    return Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache") / "whosaid"


def _hash_project() -> str:
    """Hash all that a parsed project depends on: its files, and the versions that parse it."""
    digest = hashlib.sha256(f"{version('dbt-core')} {version('dbt-duckdb')}".encode())
    for file in list_project_files():
        digest.update(f"\n{file.relative_to(SQL_DIR)}\n".encode() + file.read_bytes())
    return digest.hexdigest()[:16]


def _read_manifest(path: Path) -> Manifest | None:
    """Return the parsed project that a run before left, or none: a cache must never be the reason for a failure."""
    from dbt.contracts.graph.manifest import Manifest
    from dbt.parser.manifest import extended_mashumuro_decoder

    try:
        manifest: Manifest = Manifest.from_msgpack(path.read_bytes(), decoder=extended_mashumuro_decoder)
    except Exception:
        return None
    manifest.build_flat_graph()  # type: ignore[no-untyped-call]
    return manifest


def _keep_manifest(parsed: Path, cached: Path) -> None:
    """Keep the parsed project for the next run, in place of those of earlier versions."""
    try:
        cached.parent.mkdir(parents=True, exist_ok=True)
        partial = cached.with_name(f"{cached.name}.{os.getpid()}")
        shutil.copyfile(parsed, partial)
        for older in cached.parent.glob("dbt-*.msgpack"):
            older.unlink(missing_ok=True)
        partial.replace(cached)
    except OSError:
        # a read-only home costs the next run some seconds, nothing more
        return


def _describe_failure(node: _Node, warehouse_path: Path) -> str:
    if node.status == "error":
        return f"{node.kind} {node.name} ({node.file}) did not run: {node.message}"
    rows = [", ".join(f"{name}: {value}" for name, value in row.items()) for row in _sample_rows(node, warehouse_path)]
    return "\n  ".join(
        [
            f"test {node.name} ({node.file}) failed with {node.failures} rows, the first of them:",
            *rows,
            "Nothing was published. What wrote these rows is wrong: the stage before, or for a mart its model.",
            f"The file is kept for a look: {warehouse_path}",
        ]
    )


def _list_warnings(node: _Node, warehouse_path: Path) -> list[str]:
    return [" ".join(map(str, row.values())) for row in _sample_rows(node, warehouse_path)]


def _sample_rows(node: _Node, warehouse_path: Path) -> list[dict[str, object]]:
    """Return the first rows that a test found."""
    with duckdb.connect() as connection:
        connection.execute(f"ATTACH {quote_literal(str(warehouse_path))} AS warehouse (READ_ONLY); USE warehouse")
        cursor = connection.execute(f"SELECT * FROM ({node.sql}) LIMIT {_SAMPLE_ROWS}")
        names = [d[0] for d in cursor.description or []]
        return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


# Marts


def export_marts(warehouse_path: Path, tables: Iterable[Table], marts_dir: Path) -> None:
    """Write marts of a finished warehouse as Parquet, as its build did."""
    with duckdb.connect(str(warehouse_path), read_only=True) as connection:
        connection.execute("SET TimeZone = 'UTC'")
        for table in tables:
            _export_mart(connection, table, marts_dir)


def _export_mart(connection: duckdb.DuckDBPyConnection, table: Table, marts_dir: Path) -> None:
    """Write a mart as one Parquet file, sorted by its key so that two runs give the same file."""
    columns = ", ".join(f'"{name}"' for name in table.column_names)
    order = ", ".join(f'"{name}" NULLS FIRST' for name in table.key)
    found = connection.sql(f"SELECT {columns} FROM {render_name(table)} ORDER BY {order}").to_arrow_reader(_BATCH_ROWS)
    rows = (batch for part in found for batch in pa.Table.from_batches([part]).cast(table.schema).to_batches())
    write_batches(table.schema, rows, marts_dir / f"{table.name}.parquet")
