"""Asking cannot write, reach another file, or change a setting, whatever is asked."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from flows import guard
from flows.guard import connect_locked
from flows.query import QueryError, fetch_rows, open_warehouse, read_query

SECRET = "nobody may read this"


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("warehouse")
    with duckdb.connect(str(folder / "warehouse.duckdb")) as connection:
        connection.execute("CREATE TABLE t AS SELECT 1 AS a, 'x' AS b UNION ALL SELECT 2, 'y'")
        connection.execute("CREATE VIEW v AS FROM t")
    (folder / "secret.csv").write_text(f"line\n{SECRET}\n")
    (folder / "import").mkdir()
    (folder / "import" / "schema.sql").write_text(f"COPY t TO '{folder}/imported.csv';")
    (folder / "import" / "load.sql").write_text("")
    return folder


@pytest.fixture(scope="module")
def warehouse(folder: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect_locked(folder / "warehouse.duckdb") as connection:
        yield connection


def snapshot(folder: Path) -> dict[str, bytes]:
    return {str(path): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


QUERIES = [
    "SELECT a FROM t",
    "FROM t",
    "  -- what is it?\nWITH x AS (SELECT * FROM t) FROM x;",
    "WITH RECURSIVE r(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM r WHERE n < 3) FROM r",
    "(SELECT 1) UNION ALL (VALUES (2))",
    "TABLE t",
    "PIVOT t ON b USING sum(a)",
    "PIVOT t ON b IN ('x', 'y') USING sum(a)",
    "FROM (PIVOT t ON b USING sum(a));",
    "UNPIVOT t ON a",
    "DESCRIBE t",
    "DESCRIBE SELECT 1",
    "SUMMARIZE t",
    "SHOW TABLES",
    "SHOW ALL TABLES",
    "PRAGMA table_info('t')",
    "PRAGMA database_size;",
    "FROM duckdb_columns()",
    "SELECT unnest(range(3))",
    "FROM generate_series(1, 3)",
    "EXPLAIN SELECT 1",
    "/* why? */ EXPLAIN ANALYZE SELECT a FROM t",
    "EXPLAIN (FORMAT json) FROM v",
    "EXPLAIN (ANALYZE) (SELECT 1)",
    "EXPLAIN PIVOT t ON b USING sum(a)",
]


@pytest.mark.parametrize("query", QUERIES)
def test_queries_are_answered(warehouse: duckdb.DuckDBPyConnection, query: str) -> None:
    names, rows = fetch_rows(warehouse, query)
    assert names
    assert rows


# {out}: a file that DuckDB may touch for its own sake; {dir}: the folder
FORBIDDEN = [
    "COPY t TO '{out}' (FORMAT csv)",
    "COPY t TO '{dir}/warehouse.duckdb' (FORMAT csv, USE_TMP_FILE false)",
    "COPY t FROM '{dir}/secret.csv'",
    "EXPLAIN ANALYZE COPY t TO '{out}' (FORMAT csv)",
    "EXPLAIN (ANALYZE) COPY t TO '{out}' (FORMAT csv)",
    "explain analyse COPY (PIVOT t ON b USING sum(a)) TO '{out}' (FORMAT csv)",
    "COPY (PIVOT t ON b USING sum(a)) TO '{out}' (FORMAT csv)",
    "WITH x AS (COPY t TO '{out}' (FORMAT csv)) FROM x",
    "WITH x AS (COPY t TO '{out}' (FORMAT csv)) PIVOT t ON b USING sum(a)",
    "EXPLAIN ANALYZE WITH x AS (COPY t TO '{out}' (FORMAT csv)) FROM x",
    "/* /* */ EXPLAIN SELECT 1 -- */ */ EXPLAIN ANALYZE COPY t TO '{out}' (FORMAT csv)",
    "WITH x AS (INSERT INTO t VALUES (3, 'z') RETURNING *) FROM x",
    "WITH x AS (DELETE FROM t RETURNING *) FROM x",
    "EXPLAIN ANALYZE INSERT INTO t VALUES (3, 'z')",
    "EXPLAIN ANALYZE CREATE TEMP TABLE q AS SELECT 1",
    "CREATE TEMP TABLE q AS SELECT 1",
    "CREATE MACRO m() AS 1",
    "INSERT INTO t VALUES (3, 'z')",
    "UPDATE t SET a = 3",
    "DELETE FROM t",
    "DROP TABLE t",
    "ALTER TABLE t RENAME TO u",
    "COMMENT ON TABLE t IS 'x'",
    "EXPORT DATABASE '{dir}/export'",
    "IMPORT DATABASE '{dir}/import'",
    "PRAGMA import_database('{dir}/import')",
    "PRAGMA memory_limit='1GB'",
    "PRAGMA enable_profiling",
    "CALL pragma_version()",
    "CALL enable_logging()",
    "FROM enable_logging(storage = 'file', storage_config = {{'path': '{dir}/log'}})",
    "ATTACH '{dir}/other.duckdb'",
    "DETACH warehouse",
    "USE memory",
    "INSTALL httpfs",
    "LOAD httpfs",
    "UPDATE EXTENSIONS",
    "SET threads = 1",
    "RESET threads",
    "SET enable_external_access = true",
    "PREPARE p AS SELECT 1",
    "EXECUTE p",
    "BEGIN",
    "CHECKPOINT",
    "FROM checkpoint()",
    "VACUUM",
    "FROM read_text('{dir}/secret.csv')",
    "FROM read_csv('{dir}/secret.csv')",
    "FROM '{dir}/secret.csv'",
    "FROM read_blob('{dir}/warehouse.duckdb')",
    "FROM glob('{dir}/*')",
    "FROM sniff_csv('{dir}/secret.csv')",
    "FROM query('SELECT 1')",
    "FROM json_execute_serialized_sql(json_serialize_sql('SELECT 1'))",
    "PIVOT (FROM read_csv('{dir}/secret.csv')) ON line USING count(*)",
    "FROM query_table('{dir}/secret.csv')",
    "FROM read_single_csv_file('{dir}/secret.csv')",
    "FROM read_duckdb('{dir}/warehouse.duckdb')",
    "FROM parquet_metadata('{dir}/warehouse.duckdb')",
    "FROM which_secret('{dir}', 's3')",
    "FROM duckdb_logs()",
    "FROM t WHERE a IN (SELECT size FROM read_text('{dir}/secret.csv'))",
    "FROM t LIMIT (SELECT count(*) FROM read_text('{dir}/secret.csv'))",
    "VALUES ((SELECT content FROM read_text('{dir}/secret.csv')))",
    "SELECT list_transform([1], lambda x: (SELECT content FROM read_text('{dir}/secret.csv')))",
    "WITH RECURSIVE r AS (FROM read_text('{dir}/secret.csv') UNION FROM r) FROM r",
    "FROM t, LATERAL (FROM system.main.read_text('{dir}/secret.csv'))",
    "SUMMARIZE '{dir}/secret.csv'",
    "SET VARIABLE x = (SELECT content FROM read_text('{dir}/secret.csv'))",
    "SET log_query_path = '{dir}/q.log'",
    "PRAGMA profiling_output = '{dir}/p.json'",
    "CREATE SECRET x (TYPE s3)",
    "COPY FROM DATABASE warehouse TO memory",
    "WITH x AS (EXPORT DATABASE '{dir}/e') FROM x",
    "WITH x AS (ATTACH '{dir}/n.duckdb') FROM x",
    "EXPLAIN ANALYZE PRAGMA import_database('{dir}/import')",
    "EXPLAIN EXPLAIN ANALYZE COPY t TO '{out}'",
    "FROM (COPY t TO '{out}')",
    "MERGE INTO t USING t u ON t.a = u.a WHEN MATCHED THEN DELETE",
    "SELECT getenv('HOME')",
    "SELECT GetEnv('HOME')",
    "SELECT a FROM t WHERE write_log('x') IS NULL",
    "SELECT system.main.write_log('x')",
    "PIVOT (SELECT a, write_log(b) AS b FROM t) ON b USING sum(a)",
    "COPY (SELECT 1) TO '{out}' (RETURN_STATS)",
    "WITH x AS MATERIALIZED (COPY t TO '{out}' (RETURN_FILES)) FROM x",
    "WITH x AS (CALL enable_logging()) FROM x",
    "FROM (SET threads = 1)",
    "FROM '{dir}/warehouse.duckdb'",
    "FROM '{dir}/warehouse.duckdb.wal'",
    "PIVOT '{dir}/warehouse.duckdb' ON b USING sum(a)",
    'FROM "{dir}/warehouse"."duckdb"',
    'FROM "{dir}/warehouse".duckdb.wal',
    "FROM warehouse.duckdb",
    'SUMMARIZE "{dir}/warehouse"."duckdb"',
    'PIVOT (FROM "{dir}/warehouse"."duckdb") ON b',
    "FROM histogram('{dir}/warehouse.duckdb', a)",
    "FROM histogram_values('{dir}/warehouse.duckdb', a)",
    "SELECT json_serialize_plan('COPY t TO ''{out}''', optimize := true)",
    "SELECT json_serialize_plan('FROM read_text(''{dir}/secret.csv'')')",
    "SELECT 1 \x00 FROM read_text('{dir}/secret.csv')",
    "FROM 'https://example.org/x.csv'",
    "FROM arrow_scan(1, 2, 3)",
    "FROM pandas_scan(1)",
    "SET GLOBAL allow_community_extensions = true",
    "FORCE CHECKPOINT",
    "ANALYZE t",
    "CREATE OR REPLACE VIEW v AS SELECT 2 AS a",
    "CREATE TABLE secret AS FROM t",
    "CREATE TYPE mood AS ENUM ('x')",
    "SELECT a INTO u FROM t",
    "TRUNCATE t",
    "DEALLOCATE p",
    "SELECT 1; SELECT 2",
    "",
    "-- nothing",
]


@pytest.mark.parametrize("query", FORBIDDEN)
def test_a_query_that_does_more_than_read_is_refused_and_changes_nothing(folder: Path, query: str) -> None:
    before = snapshot(folder)
    with open_warehouse(folder) as connection, pytest.raises(QueryError):
        fetch_rows(connection, query.format(dir=folder, out=folder / "warehouse.duckdb.wal"))
    assert snapshot(folder) == before


def test_what_the_parser_lets_through_the_connection_stops(folder: Path) -> None:
    """The second wall holds by itself, but for DuckDB's own files."""
    with connect_locked(folder / "warehouse.duckdb") as connection:
        for query in (
            f"COPY t TO '{folder}/stolen.csv'",
            f"FROM read_text('{folder}/secret.csv')",
            f"ATTACH '{folder}/other.duckdb'",
            "SET enable_external_access = true",
            "LOAD httpfs",
        ):
            with pytest.raises(duckdb.Error):
                connection.execute(query)


def test_a_table_function_that_nobody_looked_at_is_refused(warehouse: duckdb.DuckDBPyConnection) -> None:
    """Also those of a DuckDB to come: what reads files or settings is not told by its name."""
    rows = warehouse.execute(
        "SELECT DISTINCT function_name FROM duckdb_functions()"
        " WHERE function_type IN ('table', 'table_macro', 'pragma')"
    ).fetchall()
    others = sorted({name for (name,) in rows} - guard._TABLE_FUNCTIONS)
    assert len(others) > 50
    for name in others:
        for query in (f"FROM {name}('x')", f"SELECT * FROM t, {name}()", f"CALL {name}('x')", f"PRAGMA {name}('x')"):
            if not guard._PRAGMA.fullmatch(query):
                with pytest.raises((guard.ForbiddenError, duckdb.Error)):
                    guard.parse_query(warehouse, query)


def test_no_setting_can_be_changed(warehouse: duckdb.DuckDBPyConnection) -> None:
    names = [name for (name,) in warehouse.execute("SELECT name FROM duckdb_settings()").fetchall()]
    assert "enable_external_access" in names
    for name in names:
        for query in (f"SET {name} = 'x'", f"SET GLOBAL {name} = 'x'", f"RESET {name}", f"PRAGMA {name} = 'x'"):
            with pytest.raises((guard.ForbiddenError, duckdb.Error)):
                guard.parse_query(warehouse, query)


# wherever a value or a table may stand
SLOTS = [
    "SELECT {}",
    "SELECT {}::VARCHAR",
    "SELECT a FROM t WHERE b = {}",
    "SELECT CASE WHEN {} IS NULL THEN 1 END",
    "SELECT sum(a) FILTER ({} IS NULL) FROM t",
    "SELECT sum(a) OVER (PARTITION BY {}) FROM t",
    "SELECT sum(a) OVER w FROM t WINDOW w AS (ORDER BY {})",
    "SELECT count(*) FROM t GROUP BY {}",
    "SELECT count(*) FROM t HAVING {} IS NULL",
    "SELECT a FROM t QUALIFY row_number() OVER (ORDER BY {}) = 1",
    "SELECT DISTINCT ON ({}) a FROM t",
    "SELECT a FROM t ORDER BY {}",
    "SELECT a FROM t LIMIT {}",
    "SELECT a FROM t OFFSET {}",
    "SELECT * REPLACE ({} AS b) FROM t",
    "SELECT COLUMNS(lambda c: {} IS NOT NULL) FROM t",
    "SELECT list_transform([1], lambda x: {})",
    "SELECT [{} FOR x IN [1]]",
    "SELECT {{'k': {}}}",
    "SELECT MAP {{'k': {}}}",
    "SELECT a FROM t WHERE b LIKE 'x' ESCAPE {}",
    "SELECT a FROM t WHERE a::VARCHAR BETWEEN '0' AND {}",
    "SELECT a FROM t WHERE (a, b) IN ((1, {}))",
    "FROM t JOIN t AS u ON {} IS NULL",
    "FROM t ASOF JOIN t AS u ON t.a >= u.a AND t.b = {}",
    "FROM t, LATERAL (SELECT {})",
    "FROM repeat({}, 1)",
    "FROM unnest([{}])",
    "FROM (VALUES ({}))",
    "FROM (SELECT {} AS x) PIVOT (count(*) FOR x IN ('x'))",
    "WITH x AS (SELECT {}) FROM x",
    "WITH x AS NOT MATERIALIZED (SELECT {}) FROM x",
    "WITH RECURSIVE r AS (SELECT 1 AS a UNION ALL SELECT a + 1 FROM r WHERE {} IS NULL) FROM r",
    "SELECT '1' UNION ALL SELECT {}",
    "(SELECT 1) UNION BY NAME (SELECT {})",
    "DESCRIBE SELECT {}",
    "SUMMARIZE SELECT {}",
    "FROM (SUMMARIZE SELECT {})",
    "EXPLAIN ANALYZE SELECT {}",
]
HARMLESS = {
    "LIMIT {}": "1",
    "OFFSET {}": "1",
    "ESCAPE {}": "'$'",
    "t GROUP BY {}": "a",
    "t ORDER BY {}": "a",
    "ON ({})": "a",
}
VALUES = [
    "write_log('x')",
    "\"WRITE_LOG\"('x')",
    "'x'.write_log()",
    "system.main.write_log('x')",
    "json_serialize_plan('COPY t TO ''{out}''')",
    "(SELECT content FROM read_text('{dir}/secret.csv'))",
    "(SELECT line FROM '{dir}/secret.csv')",
    '(SELECT b FROM "{dir}/warehouse"."duckdb" LIMIT 1)',
    "(SELECT file FROM glob('{dir}/*') LIMIT 1)",
    "(COPY t TO '{out}')",
    "EXISTS (WITH x AS (COPY t TO '{out}') FROM x)",
    "ARRAY(WITH x AS (DELETE FROM t RETURNING a) FROM x)",
]


@pytest.mark.parametrize("slot", SLOTS)
def test_what_is_forbidden_is_so_wherever_it_stands(folder: Path, slot: str) -> None:
    before = snapshot(folder)
    harmless = next((value for place, value in HARMLESS.items() if place in slot), "'x'")
    with open_warehouse(folder) as connection:
        assert fetch_rows(connection, slot.format(harmless))[0], "the place itself is good"
        for value in VALUES:
            query = slot.format(value.format(dir=folder, out=folder / "warehouse.duckdb.wal"))
            with pytest.raises(QueryError):
                fetch_rows(connection, query)
    assert snapshot(folder) == before


HEADS = [
    "",
    "EXPLAIN ",
    "EXPLAIN ANALYZE ",
    "EXPLAIN (ANALYZE, FORMAT json) ",
    "/* */",
    "-- \n",
    "(",
    "FROM (",
    "WITH x AS (",
]
TAILS = ["", ";", ")", ") FROM x", ") SELECT 1", " -- ", ";SELECT 1", "\x00", "\n)", ") x, (SELECT 1"]
placed = st.tuples(st.sampled_from(SLOTS), st.sampled_from(VALUES)).map(lambda pair: pair[0].format(pair[1]))
pieces = st.sampled_from([*QUERIES, *FORBIDDEN]) | placed | st.text(max_size=20)
statements = st.recursive(
    pieces, lambda inner: st.tuples(st.sampled_from(HEADS), inner, st.sampled_from(TAILS)).map("".join), max_leaves=4
)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(query=statements)
def test_no_combination_of_statements_writes_or_reads_another_file(folder: Path, query: str) -> None:
    before = snapshot(folder)
    query = query.replace("{{", "{").replace("}}", "}").replace("{dir}", str(folder))
    query = query.replace("{out}", str(folder / "warehouse.duckdb.wal"))
    try:
        with open_warehouse(folder) as connection:
            _, rows = fetch_rows(connection, read_query(query))
    except QueryError:
        rows = []
    assert snapshot(folder) == before
    assert SECRET not in repr(rows)


def test_a_deep_query_is_refused_with_a_line(warehouse: duckdb.DuckDBPyConnection) -> None:
    with pytest.raises(QueryError):
        fetch_rows(warehouse, "SELECT " + "(" * 3000 + "1" + ")" * 3000)


@pytest.mark.parametrize("damage", ["foreign", "cut", "empty", "folder", "other"])
def test_a_file_that_is_no_warehouse_is_said_so_in_a_line(folder: Path, tmp_path: Path, damage: str) -> None:
    path = tmp_path / "warehouse.duckdb"
    whole = (folder / "warehouse.duckdb").read_bytes()
    if damage == "folder":
        path.mkdir()
    else:
        path.write_bytes({"foreign": b"PK" * 5000, "cut": whole[:6000], "empty": b"", "other": whole}[damage])
    with pytest.raises(QueryError, match=r"check|run whosaid again") as caught, open_warehouse(tmp_path) as connection:
        connection.execute("SELECT * FROM claims").fetchall()
    assert "\n" not in str(caught.value)


def test_a_warehouse_that_another_program_writes_is_said_so(tmp_path: Path) -> None:

    code = (
        "import duckdb, sys\n"
        "connection = duckdb.connect(sys.argv[1])\nconnection.execute('CREATE TABLE t (a INT)')\n"
        "print('open', flush=True)\nsys.stdin.read()\n"
    )
    writer = subprocess.Popen(
        [sys.executable, "-c", code, tmp_path / "warehouse.duckdb"], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    )
    try:
        writer.stdout.readline()
        with pytest.raises(QueryError, match="another program is writing"), open_warehouse(tmp_path):
            pass
    finally:
        writer.communicate()
