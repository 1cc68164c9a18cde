"""Building the warehouse: the tables in one DuckDB file, the dbt models over them, and every mart as Parquet."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from runpy import run_path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq

from flows.guard import connect_locked
from flows.project import Node, WarehouseError, compile_project, find_cache_dir
from flows.resources import SQL_DIR, load_seeds, read_query
from flows.storage import write_batches
from transforms.render.duckdb import duckdb_type, quote_literal, render_comments, render_ddl, render_name, render_view
from transforms.schema import MODELED, STRINGS, Column, Layer, Table
from transforms.seeds import Seeds
from transforms.tables import TABLES, list_tables

WAREHOUSE = "warehouse.duckdb"
"""The warehouse's file in a run's folder."""

STORAGE_VERSION = "v1.0.0"
"""The oldest DuckDB that can read the file: BI tools bring older clients than ours."""

MEMORY_LIMIT = "2GB"
"""What DuckDB may hold in memory; what is more goes to disk, beside the warehouse. A step of a join cannot: of a
million claims one holds more than 600 MB."""

_BATCH_ROWS = 65_536
_GROUP_ROWS = 262_144  # of a mart's Parquet file: in smaller groups it is larger, and slower to write
_SAMPLE_ROWS = 5


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
        cache_dir: where the compiled dbt project is kept for the next run; by default ``whosaid`` in the user's cache
            folder.

    Raises:
        SeedError: a seed file is broken.
        WarehouseError: a table does not have the registry's columns, or a model or a test failed.
    """
    if warehouse_path.exists():
        raise WarehouseError(
            f"{warehouse_path} exists already; a warehouse is built as a new file, so name another one"
        )
    warehouse_path.parent.mkdir(parents=True, exist_ok=True)
    files = find_table_files(tables_dir)
    seeds = load_seeds(seeds_dir)
    nodes = compile_project(work_dir, cache_dir or find_cache_dir())
    with open_warehouse(warehouse_path) as connection:
        load_tables(connection, files, seeds)
        try:
            found = run_models(connection, nodes)
        except WarehouseError as error:
            raise WarehouseError(f"{error}\nThe file is kept for a look: {warehouse_path}") from error
        connection.begin()
        for table in list_tables():
            connection.execute(";".join([render_view(table), *render_comments(table)]))
        connection.execute(read_query("client_macros"))
        connection.commit()
        rows = {t.name: _count_rows(connection, t) for t in list_tables()}
        for table in list_tables(*MODELED):
            _export_mart(connection, table, marts_dir)
    tests = {name: "warn" if lines else "pass" for name, lines in found.items()}
    return WarehouseResult(warehouse_path, rows, tests, tuple(line for lines in found.values() for line in lines))


def replace_rows(warehouse_path: Path, table: Table, files: list[Path]) -> None:
    """Put the rows of a table's files in place of those that a warehouse holds.

    Raises:
        WarehouseError: the rows do not fit.
    """
    with open_warehouse(warehouse_path) as connection:
        connection.begin()
        connection.execute(f"DELETE FROM {render_name(table)}")
        _insert_batches(connection, table, files)
        connection.commit()


@contextmanager
def open_warehouse(path: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    """Open a warehouse to be written: attached, since DuckDB takes a database's name from its file's, '#' and all."""
    settings: dict[str, str | bool | int | float | list[str]] = {
        "memory_limit": MEMORY_LIMIT,
        "temp_directory": f"{path}.spill",
        # each table is written once and whole: putting its last rows together again costs 6 % of the stage
        "max_vacuum_tasks": 0,
    }
    with duckdb.connect(config=settings) as connection:
        connection.execute(f"ATTACH {quote_literal(str(path))} AS warehouse (STORAGE_VERSION '{STORAGE_VERSION}')")
        connection.execute("USE warehouse; SET TimeZone = 'UTC'; SET enable_progress_bar = false")
        yield connection


def _count_rows(connection: duckdb.DuckDBPyConnection, table: Table) -> int:
    (count,) = connection.execute(f"SELECT count(*) FROM {render_name(table)}").fetchall()[0]
    return int(count)


# Loading


def load_tables(connection: duckdb.DuckDBPyConnection, files: Mapping[Table, list[Path]], seeds: Seeds) -> None:
    """Create the tables of these files in a new warehouse, and the seeds.

    Raises:
        WarehouseError: a file is broken.
    """
    connection.begin()  # one commit instead of one per table
    for schema in sorted({table.schema_name for table in files}):
        connection.execute(f"CREATE SCHEMA {schema}")
    for table, parts in files.items():
        connection.execute(render_ddl(table))
        _insert_batches(connection, table, parts)
    _load_seeds(connection, seeds)
    connection.commit()


def find_table_files(tables_dir: Path) -> dict[Table, list[Path]]:
    """Return the files of every extracted and matched table.

    Raises:
        WarehouseError: a table has none, or one without the registry's columns.
    """
    tables = list(list_tables(Layer.EXTRACTED, Layer.MATCHED))
    files = {table: sorted((tables_dir / table.name).glob("**/*.parquet")) for table in tables}
    problems = [problem for table in tables for problem in _find_problems(table, files[table], tables_dir)]
    if problems:
        raise WarehouseError("the tables do not have the declared columns:\n  " + "\n  ".join(problems))
    return files


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
        yield from (f"{table.name}: {file} {problem}" for problem in _compare_columns(found, declared))


def _compare_columns(found: Mapping[str, object], declared: Mapping[str, object]) -> Iterator[str]:
    """Say where columns are not those declared: a differing type would be cast in silence."""
    yield from (f"lacks column {name}" for name in declared if name not in found)
    yield from (f"has the undeclared column {name}" for name in found if name not in declared)
    yield from (
        f"holds {name} as {found[name]}, declared as {kind}"
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


def run_models(connection: duckdb.DuckDBPyConnection, nodes: Iterable[Node]) -> dict[str, tuple[str, ...]]:
    """Build the models in an open warehouse, and test the tables before and the models after it.

    Returns:
        The first rows that each test found, by its name: none where it passed.

    Raises:
        WarehouseError: a model or a test failed.
    """
    tests = [node for node in nodes if node.kind == "test"]
    models = [node for node in nodes if node.kind != "test"]
    found = _run_tests(connection, [test for test in tests if test.is_of_sources])
    for schema in sorted({model.schema for model in models}):
        connection.execute(f'CREATE SCHEMA IF NOT EXISTS "{schema}"')
    # looking for a dictionary of each column is two fifths of what writing a table costs; dbt_project.yml has marts do
    # it, which are read more often than written and are two fifths smaller for it
    connection.execute("SET disabled_compression_methods = 'dictionary'")
    schemas = {model.name: model.schema for model in models}
    for model in models:
        try:
            for statement in model.before:
                connection.execute(statement)
            _build_model(connection, model, schemas)
            for statement in model.after:
                connection.execute(statement)
        except WarehouseError:
            raise
        except Exception as error:  # a model in Python may raise anything
            raise WarehouseError(f"{model.kind} {model.name} (sql/{model.file}) did not run: {error}") from error
    return found | _run_tests(connection, [test for test in tests if not test.is_of_sources])


def _build_model(connection: duckdb.DuckDBPyConnection, model: Node, schemas: Mapping[str, str]) -> None:
    name = f'"{model.schema}"."{model.name}"'
    if model.kind == "seed":
        file = quote_literal(str(SQL_DIR / model.file))
        columns = ", ".join(f"{quote_literal(column)}: {quote_literal(kind)}" for column, kind in model.columns.items())
        connection.execute(f"CREATE TABLE {name} AS FROM read_csv({file}, header = true, columns = {{{columns}}})")
    elif not model.code:
        made = run_path(str(SQL_DIR / model.file))["model"](_PythonModel(connection, schemas), connection)
        connection.register("made", made)
        connection.execute(f"CREATE TABLE {name} AS FROM made")
        connection.unregister("made")
    elif model.is_view:
        connection.execute(f"CREATE VIEW {name} AS {model.code}")
    elif model.name in TABLES:
        table = TABLES[model.name]
        _check_columns(connection, table, model)
        columns = ", ".join(f'"{column}"' for column in table.column_names)
        connection.execute(f"{render_ddl(table)}; INSERT INTO {name} SELECT {columns} FROM (\n{model.code}\n)")
    else:
        connection.execute(f"CREATE TABLE {name} AS {model.code}")


class _PythonModel:
    """What a model in Python asks of dbt."""

    def __init__(self, connection: duckdb.DuckDBPyConnection, schemas: Mapping[str, str]) -> None:
        self._connection = connection
        self._schemas = schemas

    def config(self, **_: object) -> None:
        """Take the model's settings, which are those of a table."""

    def ref(self, name: str) -> duckdb.DuckDBPyRelation:
        """Return a model's rows."""
        return self._connection.sql(f'FROM "{self._schemas[name]}"."{name}"')


def _check_columns(connection: duckdb.DuckDBPyConnection, table: Table, model: Node) -> None:
    """Compare what a query gives to what is declared."""
    result = connection.sql(model.code)
    given = dict(zip(result.columns, map(str, result.types), strict=True))
    if problems := list(_compare_columns(given, {column.name: duckdb_type(column) for column in table.columns})):
        raise WarehouseError(f"model {model.name} (sql/{model.file}) {'; '.join(problems)}")


def _run_tests(connection: duckdb.DuckDBPyConnection, tests: Iterable[Node]) -> dict[str, tuple[str, ...]]:
    """Return the first rows that each test found, by its name.

    Raises:
        WarehouseError: one that does not only warn found some.
    """
    found: dict[str, tuple[str, ...]] = {}
    failures: list[str] = []
    for test in tests:
        try:
            (count,) = connection.execute(f"SELECT count(*) FROM (\n{test.code}\n)").fetchall()[0]
            rows = _sample_rows(connection, test) if count else []
        except duckdb.Error as error:
            failures.append(f"test {test.name} (sql/{test.file}) did not run: {error}")
            continue
        if count and not test.warns:
            shown = [", ".join(f"{name}: {value}" for name, value in row.items()) for row in rows]
            failures.append(
                "\n  ".join(
                    [f"test {test.name} (sql/{test.file}) failed with {count} rows, the first of them:", *shown]
                )
            )
        found[test.name] = tuple(" ".join(map(str, row.values())) for row in rows)
    if failures:
        remedy = "Nothing was published. What wrote these rows is wrong: the stage before, or for a mart its model."
        raise WarehouseError("\n".join([*failures, remedy]))
    return found


def _sample_rows(connection: duckdb.DuckDBPyConnection, test: Node) -> list[dict[str, object]]:
    cursor = connection.execute(f"FROM (\n{test.code}\n) LIMIT {_SAMPLE_ROWS}")
    names = [d[0] for d in cursor.description or []]
    return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


# Marts


def export_marts(warehouse_path: Path, tables: Iterable[Table], marts_dir: Path) -> None:
    """Write marts of a finished warehouse as Parquet, as its build did."""
    with connect_locked(warehouse_path) as connection:
        for table in tables:
            _export_mart(connection, table, marts_dir)


def _export_mart(connection: duckdb.DuckDBPyConnection, table: Table, marts_dir: Path) -> None:
    """Write a mart as one Parquet file, sorted by its key so that two runs give the same file."""
    columns = ", ".join(f'"{name}"' for name in table.column_names)
    order = ", ".join(f'"{name}" NULLS FIRST' for name in table.key)
    found = connection.sql(f"SELECT {columns} FROM {render_name(table)} ORDER BY {order}").to_arrow_reader(_GROUP_ROWS)
    rows = (batch for part in found for batch in pa.Table.from_batches([part]).cast(table.schema).to_batches())
    repeated = [_name_leaf(column) for column in table.columns if column.compression != "fsst"]
    write_batches(table.schema, rows, marts_dir / f"{table.name}.parquet", repeated)


def _name_leaf(column: Column) -> str:
    """Return what Parquet calls the column that holds the values."""
    return f"{column.name}.list.element" if column.type == STRINGS else column.name
