"""Try a run in Apache Superset: a dataset for each mart and dimension, a filter on each column, a chart on each.

Superset wants an environment of its own, since it caps libraries that whosaid needs newer:

    python -m venv build/superset
    build/superset/bin/pip install "apache-superset==6.1.*" "Flask-Caching<2.4" duckdb-engine duckdb rich cachetools
    build/superset/bin/python docs/bi/check_superset.py out/sample

It makes its own database in a temporary folder, starts no server, and exits with 1 if anything fails.
"""

from __future__ import annotations

import json
import os
import sys
import tempfile
from pathlib import Path
from typing import Any

SCHEMAS = ("marts", "dimensions")
_USER = {"username": "check", "password": "check", "provider": "db"}


def main(out: Path) -> int:
    """Run the check on the run in an output folder; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        client = _start_superset(Path(folder))
        warehouse = (out / "warehouse.duckdb").resolve()
        database = _post(
            client,
            "/api/v1/database/",
            database_name="whosaid",
            sqlalchemy_uri=f"duckdb:///{warehouse}",
            extra=json.dumps({"engine_params": {"connect_args": {"read_only": True}}}),
        )["id"]
        failed = tables = filters = 0
        for schema in SCHEMAS:
            for table in _list_tables(client, database, schema):
                tables += 1
                for name, problem in _try_table(client, database, schema, table):
                    filters += 1
                    if problem:
                        failed += 1
                        print(f"{schema}.{table}.{name}: {problem}")
    print(f"{tables} datasets with a chart each, {filters} filters, {failed} failed")
    return int(bool(failed))


def _start_superset(folder: Path) -> Any:
    """Return a client of a new Superset that is logged in."""
    config = folder / "superset_config.py"
    config.write_text(
        f"SECRET_KEY = 'for one check only, kept nowhere, 0123456789'\n"
        f"SQLALCHEMY_DATABASE_URI = 'sqlite:///{folder}/superset.db'\n"
        "WTF_CSRF_ENABLED = False\nTALISMAN_ENABLED = False\nRATELIMIT_ENABLED = False\n",
        encoding="utf-8",
    )
    os.environ["SUPERSET_CONFIG_PATH"] = str(config)
    from flask_migrate import upgrade
    from superset.app import create_app

    app = create_app()
    with app.app_context():
        import superset

        upgrade(directory=str(Path(superset.__file__).parent / "migrations"))
        manager = app.appbuilder.sm
        manager.sync_role_definitions()
        manager.add_user("check", "Check", "Check", "check@localhost.invalid", manager.find_role("Admin"), "check")
    client = app.test_client()
    token = client.post("/api/v1/security/login", json=_USER).json["access_token"]
    client.environ_base["HTTP_AUTHORIZATION"] = f"Bearer {token}"
    return client


def _post(client: Any, url: str, **body: object) -> dict[str, Any]:
    answer = client.post(url, json=body)
    if answer.status_code >= 400:
        raise RuntimeError(f"{url}: HTTP {answer.status_code}: {answer.get_data(as_text=True)[:500]}")
    return dict(answer.json)


def _list_tables(client: Any, database: int, schema: str) -> list[str]:
    answer = client.get(f"/api/v1/database/{database}/tables/?q=(schema_name:{schema})").json
    return sorted(row["value"] for row in answer["result"])


def _try_table(client: Any, database: int, schema: str, table: str) -> list[tuple[str, str | None]]:
    """Make a dataset, ask for a chart of it, and filter it by each column; return what was wrong with each."""
    dataset = _post(client, "/api/v1/dataset/", database=database, schema=schema, table_name=table)["id"]
    columns = client.get(f"/api/v1/dataset/{dataset}").json["result"]["columns"]
    lists = [column for column in columns if "[]" in column["type"]]
    if lists:  # SQLAlchemy's dialect of DuckDB cannot compare lists; each has a column of text beside it
        _hide_columns(client, dataset, columns, lists)
    problem = _ask(client, dataset, [], table)
    found: list[tuple[str, str | None]] = [("(chart)", problem)] if problem else []
    for column in columns:
        if column["is_dttm"]:  # a dashboard filters times by a range; by single days Superset 6.1 fails (HTTP 500)
            period = {"col": column["column_name"], "op": "TEMPORAL_RANGE", "val": "2000-01-01 : 2100-01-01"}
            found.append((column["column_name"], _ask(client, dataset, [period], column["column_name"])))
        elif column not in lists:
            found.append((column["column_name"], _try_filter(client, dataset, column["column_name"])))
    return found


def _hide_columns(client: Any, dataset: int, columns: list[dict[str, Any]], lists: list[dict[str, Any]]) -> None:
    kept = ("id", "column_name", "type", "is_dttm", "filterable", "groupby")
    body = [{key: column[key] for key in kept if key in column} for column in columns]
    for column in body:
        if column["id"] in {hidden["id"] for hidden in lists}:
            column["filterable"] = column["groupby"] = False
    answer = client.put(f"/api/v1/dataset/{dataset}", json={"columns": body})
    if answer.status_code >= 400:
        raise RuntimeError(f"dataset {dataset}: HTTP {answer.status_code}: {answer.get_data(as_text=True)[:500]}")


def _try_filter(client: Any, dataset: int, column: str) -> str | None:
    """Take values of the column, as a dashboard offers them, and filter by them; by null where there is none."""
    answer = _query(client, dataset, columns=[column], row_limit=20)
    if answer.status_code >= 400:
        return f"its values: HTTP {answer.status_code}: {answer.get_data(as_text=True)[:200]}"
    values = [row[column] for row in answer.json["result"][0]["data"] if row[column] is not None]
    condition = {"col": column, "op": "IN", "val": values[:2]} if values else {"col": column, "op": "IS NULL"}
    return _ask(client, dataset, [condition], column)


def _ask(client: Any, dataset: int, filters: list[dict[str, object]], what: str) -> str | None:
    count = {"expressionType": "SQL", "sqlExpression": "count(*)", "label": "rows"}
    answer = _query(client, dataset, metrics=[count], filters=filters)
    if answer.status_code >= 400:
        return f"{what}: HTTP {answer.status_code}: {answer.get_data(as_text=True)[:200]}"
    return answer.json["result"][0].get("error")


def _query(client: Any, dataset: int, **query: object) -> Any:
    body = {"datasource": {"id": dataset, "type": "table"}, "queries": [query], "result_format": "json"}
    return client.post("/api/v1/chart/data", json=body)


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1])))
