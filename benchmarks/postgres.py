"""Which SQL models run on PostgreSQL, and whether they give what DuckDB gives.

    pip install 'whosaid[postgres]'
    python -m benchmarks.postgres OUT                       # a server of its own, if PostgreSQL is installed
    python -m benchmarks.postgres OUT --server "host=... user=... dbname=..."

Takes the warehouse of a finished run. Every table of it, the models' too, is loaded into PostgreSQL; then each model is
built there from DuckDB's results of the models below it, translated by sqlglot and the few rules and functions in this
file, and compared with what DuckDB made of the same rows. So a model that is equal here is equal in a chain of models
that are. Prints a row for each model, and why one does not run.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import pwd
import re
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, time
from pathlib import Path
from typing import Any

import duckdb
import psycopg
import sqlglot
from psycopg import sql
from psycopg.types.json import Jsonb
from sqlglot import exp

from flows.project import invoke_dbt
from flows.resources import read_query

SCHEMAS = ("extracted", "matched", "seeds", "staging", "intermediate", "dimensions", "marts")

_KEYED = re.compile(r"labels\(node, label\) using key.*?select node, label from labels", re.DOTALL)
_CLOSURE = """labels(node, label) as (
    select a, a from both_ways
    union
    select both_ways.b, labels.label from labels inner join both_ways on labels.node = both_ways.a
)
select node, min(label) as label from labels group by node"""
"""The macro `label_components` without keyed recursion: the same labels, but every pair of a component is held."""


def translate(query: str) -> str:
    """Return DuckDB's SQL in PostgreSQL's."""
    tree = sqlglot.parse_one(_KEYED.sub(_CLOSURE, query), read="duckdb")
    return tree.transform(_rewrite).sql(dialect="postgres")


def _rewrite(node: exp.Expression) -> exp.Expression:
    if isinstance(node, exp.Table):
        node.set("catalog", None)
    if isinstance(node, exp.Unnest) and isinstance(node.expressions[0], exp.GenerateSeries):
        return node.expressions[0]
    if isinstance(node, exp.Explode) and isinstance(node.this, exp.GenerateSeries):
        return node.this
    if isinstance(node, exp.Mode) and isinstance(node.this, exp.Order):
        return exp.WithinGroup(this=exp.Mode(), expression=exp.Order(expressions=node.this.expressions))
    if isinstance(node, exp.Flatten) and isinstance(node.this, exp.ArrayAgg):
        return exp.Anonymous(this="flatten_all", expressions=[node.this.this])
    if isinstance(node, exp.Struct) or (isinstance(node, exp.Anonymous) and node.name.lower() == "row"):
        return exp.Array(expressions=[part.unalias().copy() for part in node.expressions])
    if isinstance(node, exp.Group) and node.args.get("all"):
        select = node.parent
        assert isinstance(select, exp.Select)
        keys = [
            e.unalias()
            for e in select.expressions
            if not e.find(exp.AggFunc) and not isinstance(e.unalias(), exp.Literal)
        ]
        return exp.Group(expressions=[key.copy() for key in keys])
    if isinstance(node, exp.Subquery) and isinstance(node.parent, (exp.From, exp.Join)) and not node.alias:
        node.set("alias", exp.TableAlias(this=exp.to_identifier("inner_rows")))
    if isinstance(node, exp.Filter) and _picks(node.this):
        picked = _pick_first(node.this)
        (rows,) = picked.expressions
        return exp.Anonymous(this="first_of", expressions=[exp.Filter(this=rows, expression=node.expression)])
    return _pick_first(node) if _picks(node) else node


def _picks(node: exp.Expression) -> bool:
    return isinstance(node, exp.ArgMin) or (isinstance(node, exp.Anonymous) and node.name == "arg_min_null")


def _pick_first(node: exp.Expression) -> exp.Expression:
    """Return the value of the row that comes first: as an array's first, or over a window."""
    value, key = (node.this, node.expression) if isinstance(node, exp.Func) and node.expression else node.expressions
    keys = key.expressions if isinstance(key, (exp.Struct, exp.Tuple, exp.Anonymous)) else [key]
    order = exp.Order(expressions=[exp.Ordered(this=part.unalias().copy(), nulls_first=False) for part in keys])
    window = node.find_ancestor(exp.Window)
    if window is not None and window.this is node:
        window.set("order", order)
        return exp.FirstValue(this=value.copy())
    return exp.Anonymous(
        this="first_of", expressions=[exp.ArrayAgg(this=exp.Order(this=value.copy(), expressions=order.expressions))]
    )


@contextmanager
def serve() -> Iterator[str]:
    """Run a PostgreSQL server of one's own, and yield how to reach it.

    It does not run as root: then as the user that Debian's package makes.
    """
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin")) or [Path(shutil.which("initdb") or "initdb").parent]
    tools = found[-1]
    user = pwd.getpwnam("postgres") if os.geteuid() == 0 else None
    options: dict[str, Any] = {"user": user.pw_uid, "group": user.pw_gid} if user else {}
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if user:
            os.chown(folder, user.pw_uid, user.pw_gid)
        data = folder / "data"
        quiet = {"stdout": subprocess.DEVNULL, "check": True, "cwd": folder, **options}
        subprocess.run(
            [tools / "initdb", "-D", data, "-U", "whosaid", "-E", "UTF8", "--locale=C", "-A", "trust"], **quiet
        )
        start = f"-k {folder} -c listen_addresses='' -c fsync=off -c timezone=UTC"
        subprocess.run([tools / "pg_ctl", "-D", data, "-w", "-l", folder / "log", "-o", start, "start"], **quiet)
        try:
            yield f"host={folder} user=whosaid dbname=postgres"
        finally:
            subprocess.run([tools / "pg_ctl", "-D", data, "-m", "immediate", "stop"], **quiet)


def name_type(kind: str) -> str:
    """Return PostgreSQL's type for a DuckDB type."""
    if kind.startswith("STRUCT") or kind.endswith(")[]"):
        return "jsonb"
    if kind.endswith("[]"):
        return name_type(kind[:-2]) + "[]"
    known = {
        "VARCHAR": "text",
        "DOUBLE": "double precision",
        "FLOAT": "real",
        "TINYINT": "smallint",
        "BLOB": "bytea",
        "TIMESTAMP WITH TIME ZONE": "timestamptz",
    }
    unsigned = {
        "UTINYINT": "smallint",
        "USMALLINT": "integer",
        "UINTEGER": "bigint",
        "UBIGINT": "numeric",
        "HUGEINT": "numeric",
    }
    return (known | unsigned).get(kind, kind.lower())


def load(warehouse: duckdb.DuckDBPyConnection, server: psycopg.Connection[Any]) -> dict[str, list[str]]:
    """Copy all tables and models, and return the columns of each by its name with the schema."""
    rows = warehouse.execute(read_query("benchmarks/columns"), [list(SCHEMAS)]).fetchall()
    for schema in SCHEMAS:
        server.execute(sql.SQL("CREATE SCHEMA {}").format(sql.Identifier(schema)))
    for schema, table, columns, kinds in rows:
        types = [name_type(kind) for kind in kinds]
        name = sql.Identifier(schema, table)
        declared = sql.SQL(", ").join(
            sql.SQL("{} " + kind).format(sql.Identifier(column)) for column, kind in zip(columns, types, strict=True)
        )
        server.execute(sql.SQL("CREATE TABLE {} ({})").format(name, declared))
        found = warehouse.execute(f'SELECT * FROM "{schema}"."{table}"')
        with server.cursor().copy(sql.SQL("COPY {} FROM STDIN").format(name)) as copy:
            copy.set_types(types)
            while part := found.fetchmany(5000):
                for row in part:
                    copy.write_row(
                        [
                            Jsonb(_plain(v)) if k == "jsonb" and v is not None else v
                            for v, k in zip(row, types, strict=True)
                        ]
                    )
    return {f"{schema}.{table}": columns for schema, table, columns, _ in rows}


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value, default=str))


def normalise(value: Any) -> Any:
    """Return a value as both engines would write it: floats to twelve digits, times in UTC."""
    if isinstance(value, float):
        return None if math.isnan(value) else float(f"{value:.12g}")
    if isinstance(value, datetime):
        return (value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)).isoformat()
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        return [normalise(part) for part in value]
    if value is not None and not isinstance(value, (str, bool, int, dict, bytes)):
        return normalise(float(value))
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def compare(name: str, query: str, columns: list[str], warehouse: duckdb.DuckDBPyConnection, server: Any) -> str:
    """Build one model on the server, and say whether it is what DuckDB has."""
    if not query:
        return "a model in Python"
    try:
        translated = translate(query)
    except Exception as error:
        return f"not translated: {str(error).splitlines()[0][:90]}"
    listed = ", ".join(f'"{column}"' for column in columns)
    try:
        with server.transaction():
            theirs = server.execute(f"SELECT {listed} FROM ({translated}) AS model").fetchall()
    except psycopg.Error as error:
        return f"does not run: {str(error).splitlines()[0][:90]}"
    ours = warehouse.execute(f"SELECT {listed} FROM {name}").fetchall()
    sides = [sorted(repr(normalise(row)) for row in rows) for rows in (ours, theirs)]
    if sides[0] == sides[1]:
        return f"equal, {len(ours):,} rows"
    only = len(set(sides[0]) - set(sides[1]))
    return f"differs: {len(ours):,} rows and {len(theirs):,}, {only:,} only in DuckDB"


def compile_models(warehouse: Path) -> dict[str, str]:
    """Return the compiled SQL of each model by its name with the schema."""
    with tempfile.TemporaryDirectory() as work:
        copy = Path(work) / "warehouse.duckdb"
        shutil.copyfile(warehouse, copy)
        outcome = invoke_dbt(["compile"], copy, Path(work) / "dbt")
        if outcome.exception:
            raise outcome.exception
        nodes = [result.node for result in outcome.result.results]
        # a model in Python has no SQL to translate
        return {
            f"{node.schema}.{node.name}": node.compiled_code if node.language == "sql" else ""
            for node in nodes
            if node.resource_type == "model"
        }


def main() -> None:
    """Compare every model."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("out", type=Path, help="the output folder of a finished run")
    parser.add_argument("--server", help="how to reach a PostgreSQL with an empty database")
    parser.add_argument("--show", action="store_true", help="print the translated SQL of what does not run or differs")
    given = parser.parse_args()
    models = compile_models(given.out / "warehouse.duckdb")
    with (
        duckdb.connect(str(given.out / "warehouse.duckdb"), read_only=True) as warehouse,
        serve() if not given.server else _given(given.server) as place,
    ):
        warehouse.execute("SET TimeZone = 'UTC'")
        with psycopg.connect(place, autocommit=True) as server:
            server.execute("SET TimeZone = 'UTC'")
            server.execute(read_query("benchmarks/postgres_shims"))
            tables = load(warehouse, server)
            print("| model | on PostgreSQL |\n|---|---|")
            verdicts = {}
            for name, query in models.items():
                verdicts[name] = compare(name, query, tables[name], warehouse, server)
                print(f"| {name} | {verdicts[name]} |", flush=True)
                if given.show and verdicts[name].startswith(("does not run", "differs")):
                    print(translate(query))
    equal = sum(verdict.startswith("equal") for verdict in verdicts.values())
    print(f"\n{equal} of {len(verdicts)} models are equal")


@contextmanager
def _given(server: str) -> Iterator[str]:
    yield server


if __name__ == "__main__":
    main()
