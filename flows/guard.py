"""What may be asked of a warehouse: queries, judged by DuckDB's own parser, on a connection that reaches nothing else.

Two walls stand behind each other. The connection is read only, may touch no other file and takes no more settings. What
that leaves open (DuckDB 2.0 writes beside the database through a COPY inside EXPLAIN ANALYZE or inside WITH) is closed
by allowing only what its parser calls a query, down to every part of it.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import secrets
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import Any

import duckdb

_CONFIG: dict[str, str | bool | int | float | list[str]] = {
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "python_enable_replacements": False,
}

_QUERY_NODES = frozenset({"SELECT_NODE", "SET_OPERATION_NODE", "RECURSIVE_CTE_NODE", "CTE_NODE"})
"""What reads, of all that the parser calls a node; the others insert, delete, copy …"""

_TABLE_FUNCTIONS = frozenset(
    "duckdb_columns duckdb_constraints duckdb_databases duckdb_functions duckdb_keywords duckdb_schemas duckdb_settings"
    " duckdb_tables duckdb_types duckdb_views generate_series json_each json_tree"
    " pragma_database_size pragma_show pragma_storage_info pragma_table_info pragma_version range repeat repeat_row"
    " show show_databases show_tables show_tables_expanded summary table_info test_all_types unnest"
    # the file's own macros, which read its tables: sql/client_macros.sql
    " at_confidence coverage excerpt quotes_of stories_about trace who_said".split()
)
_FORBIDDEN_FUNCTIONS = frozenset({"getenv", "json_serialize_plan", "write_log"})
"""Functions of values that reach beyond the warehouse, or plan what nobody judged; all others compute."""

_PRAGMA = re.compile(
    r"\s*PRAGMA\s+(?:table_info|show|storage_info)\s*\(\s*'?[\w.]+'?\s*\)\s*;?\s*"
    r"|\s*PRAGMA\s+(?:database_list|database_size|show_tables|show_tables_expanded|version)\s*;?\s*",
    re.IGNORECASE,
)
_EXPLAIN = re.compile(r"(?:\s|--[^\n]*\n|/\*.*?\*/)*(EXPLAIN(?:\s+ANALY[SZ]E)?)\b", re.IGNORECASE | re.DOTALL)
_EXPLAIN_OPTIONS = re.compile(r"\s*\([\w\s,']*\)")
_NAMED = frozenset({"BASE_TABLE", "SHOW_REF"})
_FILE_NAME = re.compile(r"[./\\:]|^duckdb$", re.IGNORECASE)
_REFUSED = "only queries are allowed, and of this run only; what they give can be stored with --format csv or json"


class ForbiddenError(ValueError):
    """A statement is no query of the warehouse; the message says what is allowed."""


def connect_locked(path: Path) -> duckdb.DuckDBPyConnection:
    """Open a DuckDB file read only: no other file, no extension, no variable of Python, no more settings.

    Raises:
        duckdb.Error: the file cannot be opened.
    """
    config = _CONFIG | {"temp_directory": str(name_spill(path))}
    connection = duckdb.connect(str(path), read_only=True, config=config)
    try:
        locked = connection.execute("SELECT current_setting('lock_configuration')").fetchone()
        if locked != (True,):  # a second connection to one file shares the settings of the first
            connection.execute("SET GLOBAL TimeZone = 'UTC'")
            connection.execute("SET lock_configuration = true")
    except duckdb.Error:
        connection.close()
        raise
    return connection


def name_spill(path: Path) -> Path:
    """Return the folder where DuckDB may put what a query of a file does not fit into memory; it makes and removes it.

    Beside the file, its own choice, it would be a strange file of a published run when the process is killed. The name
    is drawn, since others may write to the system's folder for temporary files (``TMPDIR``).
    """
    digest = hashlib.sha256(str(path.resolve()).encode(errors="surrogateescape")).hexdigest()
    return Path(tempfile.gettempdir()) / f"whosaid-{_draw_name(os.getpid())}-{digest[:16]}"


@lru_cache(maxsize=1)
def _draw_name(process: int) -> str:
    """Return a name that this process keeps: DuckDB opens a file twice only with the same settings."""
    return f"{process}-{secrets.token_hex(8)}"


def parse_query(connection: duckdb.DuckDBPyConnection, query: str) -> duckdb.Statement:
    """Return the one query that a text holds.

    Raises:
        ForbiddenError: it holds none or several, or something that is no query.
        duckdb.Error: it is no valid SQL.
    """
    try:
        statements = connection.extract_statements(query)
        kinds = [statement.type for statement in statements]
    except (ValueError, UnicodeError) as error:  # a kind of statement that the client does not know; no valid text
        raise ForbiddenError(_REFUSED) from error
    if len(statements) != 1:
        raise ForbiddenError(f"expected one statement, found {len(statements)}")
    if explain := _EXPLAIN.match(query):
        return _parse_explain(connection, explain[1], query[explain.end() :])
    if not (_is_query(connection, query) or (kinds == [duckdb.StatementType.PRAGMA] and _PRAGMA.fullmatch(query))):
        raise ForbiddenError(_REFUSED)
    return statements[0]


def _parse_explain(connection: duckdb.DuckDBPyConnection, explain: str, rest: str) -> duckdb.Statement:
    """Put EXPLAIN, and its options in brackets, before what was found to be a query, and before nothing else."""
    options = _EXPLAIN_OPTIONS.match(rest)
    heads = ["", options[0]] if options else [""]
    for head in heads:
        if _is_query(connection, rest[len(head) :]):
            (statement,) = connection.extract_statements(f"{explain} {head} {rest[len(head) :]}")
            return statement
    raise ForbiddenError(_REFUSED)


def _is_query(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    try:
        kinds = [statement.type for statement in connection.extract_statements(query)]
    except (duckdb.Error, ValueError):
        return False
    if kinds == [duckdb.StatementType.SELECT]:
        return _reads_only(connection, query)
    # PIVOT over values that are still to be looked up is several statements in one, which the parser does not show
    return kinds == [duckdb.StatementType.MULTI] and _is_plain_pivot(connection, query)


def _reads_only(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    """Say whether every part of a SELECT reads, and reads tables of the warehouse."""
    row = connection.execute("SELECT json_serialize_sql(?::VARCHAR)", [query]).fetchone()
    try:
        tree = json.loads(row[0]) if row else {"error": True}
    except RecursionError as error:
        raise ForbiddenError("the query is nested too deeply") from error
    if tree["error"]:
        return False
    waiting: list[Any] = tree["statements"]
    while waiting:
        part = waiting.pop()
        if isinstance(part, list):
            waiting += part
        elif isinstance(part, dict):
            kind = str(part.get("type"))
            if kind.endswith("_NODE") and kind not in _QUERY_NODES:
                return False
            if kind == "TABLE_FUNCTION" and part["function"]["function_name"].lower() not in _TABLE_FUNCTIONS:
                return False
            if part.get("function_name") in _FORBIDDEN_FUNCTIONS or _names_file(part):
                return False
            waiting += part.values()
    return True


def _names_file(part: dict[str, Any]) -> bool:
    """Say whether a table's name is that of a file: DuckDB reads its own files so, whatever the connection forbids.

    It takes "/out/warehouse"."duckdb", a table of a schema, for such a name too.
    """
    names = (str(part.get(name)) for name in ("catalog_name", "schema_name", "table_name"))
    return part.get("type") in _NAMED and any(_FILE_NAME.search(name) for name in names)


def _is_plain_pivot(connection: duckdb.DuckDBPyConnection, query: str) -> bool:
    """Say whether a PIVOT can stand as a subquery, and names no COPY, no DuckDB file and nothing that reads files."""
    try:
        wrapped = connection.extract_statements(f"FROM (\n{query.rstrip().rstrip(';')}\n)")
    except (duckdb.Error, ValueError):
        return False
    rows = connection.execute(
        "SELECT DISTINCT lower(function_name) FROM duckdb_functions()"
        " WHERE function_type IN ('table', 'table_macro', 'pragma')"
    ).fetchall()
    forbidden = {name for (name,) in rows} - _TABLE_FUNCTIONS | _FORBIDDEN_FUNCTIONS | {"copy", "duckdb"}
    return len(wrapped) == 1 and not forbidden & set(re.findall(r"\w+", query.lower()))
