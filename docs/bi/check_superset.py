"""Try a run in Apache Superset: a dataset for each mart and dimension, a filter on each column, a chart on each.

The dashboard that comes along is imported first, and each of its charts and filters is asked for.

Superset wants an environment of its own, since it caps libraries that whosaid needs newer:

    python -m venv build/superset
    build/superset/bin/pip install "apache-superset==6.1.*" "Flask-Caching<2.4" duckdb-engine duckdb rich cachetools
    build/superset/bin/python docs/bi/check_superset.py out/sample

It makes its own database in a temporary folder, starts no server, and exits with 1 if anything fails. With
``--dashboard`` only the dashboard is tried.
"""

from __future__ import annotations

import io
import json
import os
import sys
import tempfile
import zipfile
from pathlib import Path
from typing import Any

SCHEMAS = ("marts", "dimensions")
DASHBOARD = Path(__file__).parent / "superset_dashboard.zip"
_ADDRESS = b"duckdb:////data/out/warehouse.duckdb"
_USER = {"username": "check", "password": "check", "provider": "db"}


def main(out: Path, only_dashboard: bool) -> int:
    """Run the check on the run in an output folder; return the exit code."""
    with tempfile.TemporaryDirectory() as folder:
        client = _start_superset(Path(folder))
        warehouse = (out / "warehouse.duckdb").resolve()
        failed = _try_dashboard(client, warehouse)
        if not only_dashboard:
            _delete_datasets(client)
            failed += _try_tables(client, warehouse)
    return int(bool(failed))


def _try_tables(client: Any, warehouse: Path) -> int:
    """Make a dataset of each table, filter it by each column, and return how many failed."""
    database = _post(
        client,
        "/api/v1/database/",
        database_name="whosaid, one by one",
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
    return failed


def _try_dashboard(client: Any, warehouse: Path) -> int:
    """Import the dashboard with this run's address in it, ask for its charts and filters; return how many failed."""
    answer = client.post(
        "/api/v1/dashboard/import/",
        data={"formData": (io.BytesIO(_put_address(f"duckdb:///{warehouse}".encode())), "dashboard.zip")},
    )
    if answer.status_code >= 400:
        print(f"the dashboard: HTTP {answer.status_code}: {answer.get_data(as_text=True)[:500]}")
        return 1
    failed = charts = filters = 0
    for dashboard in client.get("/api/v1/dashboard/").json["result"]:
        for chart in client.get(f"/api/v1/dashboard/{dashboard['id']}/charts").json["result"]:
            charts += 1
            shown = client.get(f"/api/v1/chart/{chart['id']}/data/")
            if shown.status_code >= 400 or not shown.json["result"][0]["data"]:
                failed += 1
                print(f"chart {chart['slice_name']}: HTTP {shown.status_code}: {shown.get_data(as_text=True)[:300]}")
        settings = json.loads(client.get(f"/api/v1/dashboard/{dashboard['id']}").json["result"]["json_metadata"])
        for each in settings["native_filter_configuration"]:
            for target in each["targets"]:
                filters += 1
                if problem := _try_filter(client, target["datasetId"], target["column"]["name"]):
                    failed += 1
                    print(f"filter {each['name']}: {problem}")
    print(f"the dashboard: {charts} charts, {filters} filters, {failed} failed")
    return failed + (not charts)


def _delete_datasets(client: Any) -> None:
    """Delete the dashboard's datasets: in SQLite, Superset allows a name once, in all databases (else HTTP 422)."""
    for dataset in client.get("/api/v1/dataset/?q=(page_size:100)").json["result"]:
        client.delete(f"/api/v1/dataset/{dataset['id']}")


def _put_address(address: bytes) -> bytes:
    """Return the dashboard's export with another address of its database."""
    changed = io.BytesIO()
    with zipfile.ZipFile(DASHBOARD) as before, zipfile.ZipFile(changed, "w") as after:
        for name in before.namelist():
            after.writestr(name, before.read(name).replace(_ADDRESS, address))
    return changed.getvalue()


def _start_superset(folder: Path) -> Any:
    """Return a client of a new Superset that is logged in."""
    config = folder / "superset_config.py"
    config.write_text(
        f"SECRET_KEY = 'for one check only, kept nowhere, 0123456789'\n"
        f"SQLALCHEMY_DATABASE_URI = 'sqlite:///{folder}/superset.db'\n"
        "WTF_CSRF_ENABLED = False\nTALISMAN_ENABLED = False\nRATELIMIT_ENABLED = False\n"
        "JWT_ACCESS_TOKEN_EXPIRES = False\n",
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
    sys.exit(main(Path(sys.argv[1]), "--dashboard" in sys.argv))
